/** Puts a view into the document, and touches only what has changed: a screen reader hears the rest. */
import { isoIn, timeInZone, zoneOf } from "../zone.ts";
import { partsOf, twoDigits } from "./countdown.ts";
import type { View } from "./view.ts";

export class SaleView {
  readonly #root: HTMLElement;
  constructor(root: HTMLElement) {
    this.#root = root;
  }

  show(view: View): void {
    setAttribute(this.#root, "data-state", view.state);
    this.#button(view);
    this.#orderLink(view.order);
    this.#countdown(view.left);
    this.#start(view.startsAt);
    const status = this.#find("[data-status]");
    setText(status, view.status);
    status?.classList.toggle("trouble", view.trouble);
  }

  #find<Part extends HTMLElement>(selector: string): Part | null {
    return this.#root.querySelector<Part>(selector);
  }

  /** The page may be older than the last change of the start. */
  #start(startsAt: number | undefined): void {
    const time = this.#find<HTMLTimeElement>("[data-starts-at]");
    if (!time || startsAt === undefined || Date.parse(time.dateTime) === startsAt) return;
    const zone = zoneOf(time.dateTime);
    const locale = this.#root.dataset.locale ?? "en";
    time.dateTime = isoIn(startsAt, zone);
    time.textContent = timeInZone(startsAt, locale, zone);
  }

  #button(view: View): void {
    const button = this.#find<HTMLButtonElement>("[data-buy]");
    if (!button) return;
    button.disabled = !view.enabled;
    setText(button, view.label);
    const form = button.form;
    if (form) form.hidden = view.order !== undefined;
  }

  #orderLink(order: string | undefined): void {
    const link = this.#find<HTMLAnchorElement>("[data-order-link]");
    if (!link) return;
    link.hidden = order === undefined;
    if (order !== undefined) setAttribute(link, "href", order);
  }

  #countdown(left: number | undefined): void {
    const countdown = this.#find("[data-countdown]");
    if (!countdown) return;
    countdown.classList.toggle("idle", left === undefined);
    for (const [unit, count] of Object.entries(partsOf(left ?? 0))) {
      const box = countdown.querySelector<HTMLElement>(`[data-unit=${unit}]`);
      setText(box, left === undefined ? "–" : twoDigits(count));
    }
  }
}

function setText(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
