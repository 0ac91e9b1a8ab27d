/** The list of all sales. */
import type { ConsoleSale } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { count, element, find, texts } from "./page.ts";

/**
 * `shown`: the sale that is watched. A link that stays keeps its element, and with it the focus, however
 * often its numbers change.
 */
export function listSales(sales: ConsoleSale[], shown: string | undefined): void {
  const list = find("[data-sales]");
  sales.forEach((sale, index) => {
    const made = item(sale);
    const there = list.children[index];
    if (there?.getAttribute("data-sale") !== sale.sale) list.insertBefore(made, there ?? null);
    else renew(there, made);
    const link = list.children[index]?.querySelector("a");
    if (sale.sale === shown) link?.setAttribute("aria-current", "page");
    else link?.removeAttribute("aria-current");
  });
  while (list.children.length > sales.length) list.lastElementChild?.remove();
}

function item({ sale, title, state, sold, stock }: ConsoleSale): HTMLElement {
  const line = element("span", { class: "title", dir: "auto" }, title);
  const badge = element("span", { class: "badge", "data-state": state }, texts.states[state]);
  const gaps = { sold: count(sold), stock: count(stock) };
  const numbers = element("span", { class: "muted" }, fill(texts.list.sold, gaps));
  const link = element("a", { href: `#${sale}` }, line, badge, numbers);
  return element("li", { "data-sale": sale }, link);
}

function renew(there: Element, made: Element): void {
  const [before, after] = [there.querySelector("a"), made.querySelector("a")];
  if (before && after && before.innerHTML !== after.innerHTML) {
    before.replaceChildren(...after.childNodes);
  }
}
