/**
 * Writes a view into the document, touching only what changed, because screen readers announce
 * every write.
 */
import { partsOf, twoDigits } from "./countdown.ts";
import { Speech, toStart } from "./speech.ts";
import { StartTime, showEnd } from "./start-time.ts";
import type { View } from "./view.ts";

export class SaleView {
  readonly #root: HTMLElement;
  readonly #locale: string;
  readonly #speech: Speech;
  readonly #startTime: StartTime;

  /** `left`: the text for the remaining time, with a gap `{time}`. */
  constructor(root: HTMLElement, left: string) {
    this.#root = root;
    this.#locale = root.dataset.locale ?? "en";
    this.#speech = new Speech(toStart, left, this.#locale);
    this.#startTime = new StartTime(root, this.#locale);
    // Until the first answer the visitor's clock decides what space is reserved, so that nothing
    // moves.
    const start = this.#find<HTMLTimeElement>("[data-starts-at]")?.dateTime ?? "";
    root.toggleAttribute("data-past", Date.parse(start) < Date.now());
  }

  show(view: View): void {
    const before = this.#root.dataset.state;
    const button = this.#find<HTMLButtonElement>("[data-buy]");
    const opens = button?.disabled === true && view.enabled && before !== "loading";
    const here = this.#hasFocus();
    setAttribute(this.#root, "data-state", view.state);
    this.#root.classList.toggle("soon", view.soon === true);
    const status = this.#find("[data-status]");
    setText(status, view.status);
    status?.classList.toggle("trouble", view.trouble);
    this.#button(button, view);
    const link = this.#orderLink(view.order);
    this.#countdown(view.left);
    this.#speak(view.left);
    this.#startTime.show(view.startsAt);
    showEnd(view.endsAt, view.over === true, this.#locale);
    // Focus moves to what the shopper can do now, or otherwise to the message about it.
    if (opens && (here || nothingHasFocus())) button?.focus({ preventScroll: true });
    else if (here && !this.#hasFocus()) (link ?? status)?.focus({ preventScroll: true });
  }

  #hasFocus(): boolean {
    const focused = document.activeElement;
    // A disabled button keeps the focus for a moment, and then nothing has it.
    const gone = focused instanceof HTMLButtonElement && focused.disabled;
    return this.#root.contains(focused) && !gone && focused?.closest("[hidden]") === null;
  }

  /**
   * The countdown shows every second; screen readers hear whole minutes and the last ten seconds.
   */
  #speak(left: number | undefined): void {
    const words = this.#speech.words(left ?? 0);
    if (words !== undefined) setText(this.#find("[data-spoken]"), words);
  }

  #find<Part extends HTMLElement>(selector: string): Part | null {
    return this.#root.querySelector<Part>(selector);
  }

  #button(button: HTMLButtonElement | null, view: View): void {
    if (!button) return;
    button.disabled = !view.enabled;
    setText(button, view.label);
    if (button.form) button.form.hidden = view.order !== undefined;
  }

  /** The link, if there is an order to go to. */
  #orderLink(order: View["order"]): HTMLElement | undefined {
    const link = this.#find<HTMLAnchorElement>("[data-order-link]");
    if (!link) return undefined;
    link.hidden = order === undefined;
    if (!order) return undefined;
    setAttribute(link, "href", order.url);
    setText(link, order.label);
    return link;
  }

  #countdown(left: number | undefined): void {
    const countdown = this.#find("[data-countdown]");
    if (!countdown) return;
    countdown.classList.toggle("idle", left === undefined);
    const parts = partsOf(left ?? 0);
    setAttribute(countdown, "data-days", String(parts.days));
    for (const [unit, count] of Object.entries(parts)) {
      const box = countdown.querySelector<HTMLElement>(`[data-unit=${unit}]`);
      setText(box, left === undefined ? "–" : twoDigits(count));
    }
  }
}

const nothingHasFocus = () =>
  document.activeElement === null || document.activeElement === document.body;

function setText(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
