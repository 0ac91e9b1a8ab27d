/** The list of orders: search, page, and what can be done about each. */
import type { ConsoleOrder, ConsoleOrders, ConsoleStatus } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { actionButtons } from "./actions.ts";
import { count, element, find, show, texts, time, write } from "./page.ts";

export class OrderList {
  readonly #mayAct: boolean;
  #status: ConsoleStatus | undefined;
  #sale = "";
  #next: string | undefined;
  /** Of two answers only the later question's is shown. */
  #asked = 0;

  constructor(mayAct: boolean) {
    this.#mayAct = mayAct;
    find("[data-search]").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#load();
    });
    find("[data-more]").addEventListener("click", () => void this.#load(this.#next));
  }

  /** Shows this sale's orders from the beginning. */
  open(sale: string): void {
    this.#sale = sale;
    this.#status = undefined;
    find<HTMLInputElement>("#q").value = "";
    find<HTMLAnchorElement>("[data-csv]").href = `/admin/sales/${sale}/orders.csv`;
    find("[data-orders]").replaceChildren();
    void this.#load();
  }

  /** What actions are about. */
  know(status: ConsoleStatus): void {
    const isNew = this.#status === undefined;
    this.#status = status;
    if (isNew) void this.#load();
  }

  async #load(before?: string): Promise<void> {
    const asked = ++this.#asked;
    const query = new URLSearchParams({ q: find<HTMLInputElement>("#q").value });
    if (before !== undefined) query.set("before", before);
    const path = `/admin/sales/${this.#sale}/orders?${query}`;
    const page = await fetch(path, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? (answer.json() as Promise<ConsoleOrders>) : undefined))
      .catch(() => undefined);
    if (asked !== this.#asked) return;
    if (!page) return write("[data-orders-status]", texts.orders.failed);
    this.#show(page, before !== undefined);
  }

  #show({ orders, next }: ConsoleOrders, isMore: boolean): void {
    const list = find("[data-orders]");
    const rows = orders.map((order) => this.#row(order));
    if (isMore) list.append(...rows);
    else list.replaceChildren(...rows);
    // Whoever asked for more by the keyboard goes on where the new ones begin.
    if (isMore) rows[0]?.querySelector("summary")?.focus();
    this.#next = next;
    show("[data-more]", next !== undefined);
    const { none, found } = texts.orders;
    const shown = list.children.length;
    write("[data-orders-status]", shown === 0 ? none : fill(found, { count: count(shown) }));
  }

  #row(order: ConsoleOrder): HTMLElement {
    const { orderId, placedAt } = order;
    const who = order.name ?? texts.orders.erased;
    const when = element("time", { datetime: new Date(placedAt).toISOString() }, time(placedAt));
    const details = element(
      "details",
      {},
      element(
        "summary",
        {},
        element("span", { class: "number" }, element("bdi", {}, orderId)),
        when,
        element("span", {}, element("bdi", {}, who)),
        element("span", { class: "muted" }, stateOf(order)),
      ),
    );
    details.addEventListener("toggle", () => {
      if (details.open) details.append(...this.#opened(order));
      else details.querySelector("summary ~ *")?.remove();
    });
    return element("li", {}, details);
  }

  #opened(order: ConsoleOrder): HTMLElement[] {
    const lines = [order.email, order.phone, order.address, order.note].filter(Boolean);
    const texts = lines.map((line) => element("p", {}, element("bdi", {}, String(line))));
    const status = this.#status;
    const reload = () => void this.#load();
    const actions = status && this.#mayAct ? actionButtons({ status, order }, reload) : [];
    const group = element("div", { class: "actions" }, ...actions);
    return [element("div", { class: "opened" }, ...texts, ...(actions.length > 0 ? [group] : []))];
  }
}

function stateOf({ paidAt, cancelledAt, delivery }: ConsoleOrder): string {
  if (cancelledAt !== undefined) return fill(texts.orders.cancelled, { time: time(cancelledAt) });
  if (paidAt !== undefined) return fill(texts.orders.paid, { time: time(paidAt) });
  const words: Record<string, string> = texts.deliveries;
  return words[delivery.state] ?? delivery.state;
}
