/** The script of the console's page. */
import type { ConsoleSale, ConsoleStatus } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { offerActions } from "./actions.ts";
import { drawCurve } from "./curve.ts";
import { OrderList } from "./orders.ts";
import { age, find, show, texts, write } from "./page.ts";
import { showSale } from "./sale.ts";
import { listSales } from "./sale-list.ts";
import { offerSignIn, offerSignOut } from "./sign-in.ts";
import { Stream } from "./stream.ts";

/** Numbers come every second; without any for so long the page says how old they are. Ms. */
const STALE = 3_000;

function start(mayAct: boolean): void {
  const { name, until, now } = document.body.dataset;
  show("[data-signed-in]", true);
  show("[data-viewer]", !mayAct);
  const { account } = texts;
  const nobody = mayAct ? account.nobodyOperator : account.nobodyViewer;
  write(
    "[data-account]",
    fill(mayAct ? account.operator : account.viewer, { name: name || nobody }),
  );
  offerSignOut();
  setTimeout(() => location.reload(), Math.max(0, Number(until) - Number(now)));
  new Console(mayAct).open();
}

class Console {
  readonly #mayAct: boolean;
  readonly #orders: OrderList;
  readonly #stream: Stream;
  #sales: ConsoleSale[] = [];
  #curve: [number, number][] = [];
  #shown: string | undefined;
  #status: ConsoleStatus | undefined;

  constructor(mayAct: boolean) {
    this.#mayAct = mayAct;
    this.#orders = new OrderList(mayAct);
    this.#stream = new Stream({
      sales: (sales) => {
        // Not before there is anything in them, or they would move under the reader's eyes.
        show("[data-rooms]", true);
        this.#list(sales);
      },
      curve: (curve) => {
        this.#curve = curve;
      },
      status: (status) => this.#show(status),
      signedOut: () => location.reload(),
    });
    addEventListener("hashchange", () => this.open());
    for (const event of ["online", "offline"]) addEventListener(event, () => this.#tellAge());
    setInterval(() => this.#tellAge(), 1_000);
  }

  /** The sale that the address names, as `#aurora-lamp`. */
  open(): void {
    this.#shown = decodeURIComponent(location.hash.slice(1)) || undefined;
    this.#curve = [];
    this.#status = undefined;
    find("[data-actions]").replaceChildren();
    show("[data-done]", false);
    show("[data-sale-panel]", false);
    show("[data-choose]", this.#shown === undefined);
    if (this.#shown !== undefined) this.#orders.open(this.#shown);
    this.#stream.open(this.#shown);
    this.#list(this.#sales);
  }

  #list(sales: ConsoleSale[]): void {
    this.#sales = sales;
    show("[data-no-sales]", sales.length === 0 && this.#stream.age !== undefined);
    listSales(sales, this.#shown);
    // With a single sale there is nothing to choose.
    const [only] = sales;
    if (only && sales.length === 1 && this.#shown === undefined) location.replace(`#${only.sale}`);
  }

  #show(status: ConsoleStatus): void {
    // The log only grows: a survey that was on its way during an action must not undo what it showed.
    if (this.#status && status.events.length < this.#status.events.length) return;
    this.#status = status;
    show("[data-rooms]", true);
    show("[data-sale-panel]", true);
    const title = this.#sales.find(({ sale }) => sale === status.sale)?.title ?? status.sale;
    showSale(status, title);
    if (this.#mayAct) {
      const subject = () => ({ status: this.#status ?? status });
      offerActions(find("[data-actions]"), subject, (told) => this.#showDone(told));
    }
    this.#orders.know(status);
    const last = this.#curve.at(-1);
    if (last?.[1] !== status.sold) this.#curve.push([status.now, status.sold]);
    drawCurve(this.#curve, status.stock, status.endedAt ?? status.now);
    this.#tellAge();
  }

  /** The effect is seen at once, not only with the next numbers. */
  #showDone(told: Record<string, unknown>): void {
    if (told.sale !== this.#shown || told.state === undefined) return;
    const status = told as unknown as Omit<ConsoleStatus, "now">;
    this.#show({ ...status, now: status.asOf });
  }

  /** Ticks for the eye; a screen reader hears only when it begins and when it is over. */
  #tellAge(): void {
    const { live } = texts;
    const old = this.#stream.age;
    const line = find("[data-live]");
    const before = line.dataset.live;
    const state = this.#state(old);
    line.dataset.live = state;
    const gaps = { age: age(old ?? 0) };
    const words = {
      fresh: live.fresh,
      stale: fill(live.stale, gaps),
      offline: fill(live.offline, gaps),
    };
    const text = old === undefined ? live.connecting : words[state];
    write("[data-live-text]", text);
    if (before === undefined || before === "" || before === state) return;
    write("[data-live-spoken]", state === "fresh" ? live.back : text);
  }

  #state(old: number | undefined): "fresh" | "stale" | "offline" {
    if (!navigator.onLine) return "offline";
    return (old ?? 0) > STALE ? "stale" : "fresh";
  }
}

const { role } = document.body.dataset;
if (role === undefined) offerSignIn();
else start(role === "operator");
