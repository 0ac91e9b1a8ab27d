/** How far a long export is, for the person who waits. */
import { context, type Output } from "../context.ts";
import { tell } from "../report.ts";

const EVERY = 1000;

export interface Progress {
  add(rows: number): void;
  end(): void;
  rows(): number;
}

/** Nothing is shown where nobody looks. */
export function showProgress(terminal: Output = context().io.stderr): Progress {
  let rows = 0;
  const show = () => terminal.write(`\r${count(rows)} …`);
  const timer = terminal.isTTY ? setInterval(show, EVERY) : undefined;
  return {
    add: (more) => {
      rows += more;
    },
    end: () => {
      clearInterval(timer);
      if (timer) terminal.write("\r\u001B[K");
    },
    rows: () => rows,
  };
}

export function tellExported(rows: number, sale: string, file: string | undefined): void {
  tell(`${count(rows)} of ${sale}${file === undefined ? "" : ` in ${file}`}`);
}

function count(rows: number): string {
  return rows === 1 ? "1 order" : `${rows.toLocaleString("en")} orders`;
}
