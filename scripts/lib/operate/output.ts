/** Orders on standard output, and how far a long export is. */
import { context } from "../context.ts";
import type { Sink } from "../result-file.ts";
import { tell } from "../tell.ts";
import { count } from "../words.ts";

/** The reader has gone, as `head` does after ten lines. */
export class ReaderGone extends Error {}

export function toStandardOutput(): Sink {
  const { stdout } = context().io;
  // Each write reports it to its callback; without a listener it would also end the process.
  stdout.on("error", () => {});
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      stdout.write(text, (error) => (error ? reject(readerGone(error)) : resolve()));
    });
  return { write, finish: async () => {}, abandon: async () => {} };
}

function readerGone(error: NodeJS.ErrnoException): Error {
  const gone = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
  return gone ? new ReaderGone() : error;
}

/** Milliseconds. */
const EVERY = 1000;

interface Progress {
  add(rows: number): void;
  end(): void;
  rows(): number;
}

/** Shown on a terminal only. */
export function showProgress(): Progress {
  const terminal = context().io.stderr;
  let rows = 0;
  const show = () => terminal.write(`\r${count(rows, "order")} …`);
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
  tell(`${count(rows, "order")} of ${sale}${file === undefined ? "" : ` in ${file}`}`);
}
