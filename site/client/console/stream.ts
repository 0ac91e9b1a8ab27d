/** The live stream, kept alive: it reconnects, and knows how old its last numbers are. */
import type { ConsoleSale, ConsoleStatus } from "../../../edge/contract.ts";

export interface Listener {
  sales(sales: ConsoleSale[]): void;
  /** How many units had been sold at which time: [ms since 1970, sold], in order. */
  curve(curve: [number, number][]): void;
  status(status: ConsoleStatus): void;
  /** Nobody is signed in any more. */
  signedOut(): void;
}

/** How long a stream may be silent before another one is opened. It speaks every second. Ms. */
const SILENT = 8_000;
/** The longest pause between two tries. Ms. */
const LONGEST_PAUSE = 5_000;

export class Stream {
  readonly #listener: Listener;
  #source: EventSource | undefined;
  #sale: string | undefined;
  /** By this browser's own clock, which does not jump: when it last heard anything, and the numbers. */
  #heardAt = performance.now();
  #numbersAt: number | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
    addEventListener("online", () => this.open(this.#sale));
    // A phone that was asleep has missed what was sent, and its stream may be gone without a word.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#silence() > SILENT) this.open(this.#sale);
    });
    setInterval(() => {
      if (navigator.onLine && this.#silence() > SILENT) this.open(this.#sale);
    }, 1_000);
  }

  /** Listens to this sale, or to the list alone; drops what it listened to before. */
  open(sale: string | undefined): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    if (sale !== this.#sale) this.#numbersAt = undefined;
    this.#sale = sale;
    this.#heardAt = performance.now();
    const query = sale === undefined ? "" : `?sale=${encodeURIComponent(sale)}`;
    this.#source = new EventSource(`/admin/stream${query}`);
    this.#listen(this.#source);
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
  }

  /** Ms since the numbers that are shown arrived; undefined before the first ones. */
  get age(): number | undefined {
    return this.#numbersAt === undefined ? undefined : performance.now() - this.#numbersAt;
  }

  #silence(): number {
    return performance.now() - this.#heardAt;
  }

  #listen(source: EventSource): void {
    const on = <Data>(name: string, heard: (data: Data) => void) =>
      source.addEventListener(name, ({ data }) => {
        this.#heardAt = performance.now();
        this.#failures = 0;
        heard(JSON.parse(data));
      });
    on("sales", (sales: ConsoleSale[]) => {
      if (this.#sale === undefined) this.#numbersAt = performance.now();
      this.#listener.sales(sales);
    });
    on("curve", (curve: [number, number][]) => this.#listener.curve(curve));
    on("status", (status: ConsoleStatus) => {
      this.#numbersAt = performance.now();
      this.#listener.status(status);
    });
    source.addEventListener("error", () => {
      // An answer that is no stream ends it for good, and does not say why.
      if (source.readyState === EventSource.CLOSED && source === this.#source) void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const answer = await fetch("/admin/session", { headers: { accept: "application/json" } }).catch(
      () => undefined,
    );
    if (answer?.status === 401) return this.#listener.signedOut();
    this.#failures += 1;
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures);
    this.#retry = setTimeout(() => this.open(this.#sale), pause);
  }
}
