/** Draws over what it drew before, so that what stood above it on the terminal stays. */
interface Terminal {
  rows?: number;
  columns?: number;
  write(text: string): unknown;
}

const [LINE_END, BELOW] = ["\u001B[K", "\u001B[J"];
/** A line that wraps would be counted once and stand there twice. */
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

/** What does not fit is left out above the last line, which tells how it goes. */
function clip(lines: string[], most: number): string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, Math.max(0, most - 1)), ...lines.slice(-1)];
}
