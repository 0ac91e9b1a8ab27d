/** Three ways to watch: on a screen, as a log of changes, as JSON. */

import type { Paint } from "../tell.ts";
import { momentOf } from "../when.ts";
import { clock, localNow } from "../words.ts";
import type { Trouble } from "./client.ts";
import { line } from "./lines.ts";
import { asJson, asText } from "./render.ts";
import type { Seen, View } from "./watch.ts";

type Write = (text: string) => void;

export interface Outlets {
  /** A line of result. */
  out: Write;
  /** A line for people. */
  tell: Write;
}

/** A line of JSON per sale and look. */
export function jsonView({ out, tell }: Outlets): View {
  const connection = new Connection(tell);
  return {
    show: (seen) => {
      connection.works();
      out(asJson(seen));
    },
    trouble: (error) => connection.broke(error),
  };
}

/** A line when something has changed. */
export function changesView({ out, tell }: Outlets): View {
  const connection = new Connection(tell);
  const last = new Map<string, string>();
  const showOne = ({ sale, status }: Seen) => {
    const now = status ? line(status) : "not known to this deployment";
    if (last.get(sale) === now) return;
    last.set(sale, now);
    const moment = momentOf(sale);
    out(`${clock(moment.now, moment)} ${sale} ${now}`);
  };
  return {
    show: (seen) => {
      connection.works();
      seen.forEach(showOne);
    },
    trouble: (error) => connection.broke(error),
  };
}

/** Redraws in place; while the connection is broken, the last look stays on the screen. */
export function screenView(screen: Screen, full: boolean, paint: Paint): View {
  let last: Seen[] = [];
  const history = new History();
  const rates = (sale: string) => history.rates(sale);
  const momentHere = () => (full && last[0] ? momentOf(last[0].sale) : localNow());
  const draw = (footer: string) => {
    const shown = { width: screen.width, rates };
    const body = last.length > 0 ? asText(last, full, momentHere(), paint, shown) : "";
    screen.draw(`${body}\n\n${footer}`.trimStart());
  };
  return {
    show: (seen) => {
      last = seen;
      const moment = momentHere();
      history.see(seen, moment.now);
      draw(paint("dim", `seen at ${clock(moment.now, moment)}; Ctrl-C ends it`));
    },
    trouble: ({ message }) => draw(paint("red", `${message}; trying again`)),
  };
}

/** Says once that the connection is broken, and once that it works again. */
class Connection {
  readonly #tell: Write;
  #broken = false;
  constructor(tell: Write) {
    this.#tell = tell;
  }
  works(): void {
    if (this.#broken) this.#tell("it answers again");
    this.#broken = false;
  }
  broke({ message }: Trouble): void {
    if (!this.#broken) this.#tell(`${message}; trying again`);
    this.#broken = true;
  }
}

/** Draws over what it drew before, so that what stood above it on the terminal stays. */
interface Terminal {
  rows?: number;
  columns?: number;
  write(text: string): unknown;
}

const [LINE_END, BELOW] = ["\u001B[K", "\u001B[J"];
/** A line that wraps would take two rows but be counted as one. */
const [WRAP_OFF, WRAP_ON] = ["\u001B[?7l", "\u001B[?7h"];

export class Screen {
  readonly #terminal: Terminal;
  #height = 0;
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get width(): number {
    return this.#terminal.columns ?? 80;
  }

  draw(text: string): void {
    const lines = clip(text.split("\n"), (this.#terminal.rows ?? 24) - 1);
    const up = this.#height === 0 ? "" : `\u001B[${this.#height}A`;
    const body = lines.map((line) => `${line}${LINE_END}\n`).join("");
    this.#terminal.write(`\r${up}${WRAP_OFF}${body}${WRAP_ON}${BELOW}`);
    this.#height = lines.length;
  }
}

/** Leaves out what does not fit above the last line, which says how the connection is. */
function clip(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, Math.max(0, most - 1)), ...lines.slice(-1)];
}

// ── History ────────────────────────────────────────────────────────────────────────────────────
/** Looks that are remembered. */
const KEPT = 30;

interface Past {
  at: number;
  sold: number;
  rates: number[];
}

export class History {
  readonly #sales = new Map<string, Past>();

  see(seen: Seen[], now: number): void {
    for (const { sale, status } of seen) if (status) this.#add(sale, status.sold, now);
  }

  /** Orders a second, oldest first; empty before the second look. */
  rates(sale: string): number[] {
    return this.#sales.get(sale)?.rates ?? [];
  }

  #add(sale: string, sold: number, at: number): void {
    const past = this.#sales.get(sale);
    const length = (at - (past?.at ?? at)) / 1000;
    if (past && length <= 0) return;
    // Orders of a gate that was silent may be older than this look, but nobody can tell.
    const rates = past ? [...past.rates, Math.max(0, sold - past.sold) / length].slice(-KEPT) : [];
    this.#sales.set(sale, { at, sold, rates });
  }
}
