/** Three ways to watch: on a screen, as a log of changes, as JSON. */
import type { Trouble } from "../operator/client.ts";
import type { Paint } from "../report.ts";
import { History } from "./history.ts";
import { line } from "./line.ts";
import { asJson, asText } from "./render.ts";
import type { Seen } from "./sales.ts";
import type { Screen } from "./screen.ts";
import type { View } from "./watch.ts";
import { clock, localNow } from "./words.ts";

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
    const moment = localNow();
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

/** Always the same place of the screen; in trouble, what was seen last stays there. */
export function screenView(screen: Screen, full: boolean, paint: Paint): View {
  let last: Seen[] = [];
  const history = new History();
  const rates = (sale: string) => history.rates(sale);
  const draw = (footer: string) => {
    const shown = { width: screen.width, rates };
    const body = last.length > 0 ? asText(last, full, localNow(), paint, shown) : "";
    screen.draw(`${body}\n\n${footer}`.trimStart());
  };
  return {
    show: (seen) => {
      last = seen;
      const moment = localNow();
      history.see(seen, moment.now);
      draw(paint("dim", `seen at ${clock(moment.now, moment)}; Ctrl-C ends it`));
    },
    trouble: ({ message }) => draw(paint("red", `${message}; trying again`)),
  };
}

/** Says once that it is broken, and once that it works again. */
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
