/** Time left in the order form, and what happens at zero. */
import type { SlotBody } from "../../edge/contract.ts";
import { minutesAndSeconds } from "./countdown.ts";
import { SlotClock } from "./slot-clock.ts";

/** Said once to screen readers; the seconds themselves are silent. */
const SOON = 30_000;

export class TimeLeft extends HTMLElement {
  #clock: SlotClock | undefined;
  #timer = 0;

  connectedCallback(): void {
    this.#clock = clockOfPage();
    document.addEventListener("visibilitychange", this);
    window.addEventListener("pageshow", this);
    this.#tick();
  }

  handleEvent(event: Event): void {
    const shownAgain = event.type === "pageshow" && (event as PageTransitionEvent).persisted;
    const visibleAgain = event.type === "visibilitychange" && !document.hidden;
    if (shownAgain || visibleAgain) void this.#askAgain();
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (!this.#clock) return;
    const left = this.#clock.leftAt(performance.now());
    this.hidden = false;
    show("[data-until]", false);
    const text = this.querySelector("[data-time-left]");
    if (text) text.textContent = minutesAndSeconds(left);
    this.classList.toggle("soon", left <= SOON);
    show("[data-soon]", left > 0 && left <= SOON);
    if (left === 0) this.#lapse();
    else this.#timer = window.setTimeout(() => this.#tick(), left % 1000 || 1000);
  }

  /** Monotonic clocks may stand still while a device sleeps, so the Worker is asked after a pause. */
  async #askAgain(): Promise<void> {
    const askedAt = performance.now();
    const headers = { accept: "application/json" };
    const response = await fetch(location.pathname, { headers }).catch(() => undefined);
    if (!response) return this.#tick();
    if (response.status === 410) return this.#lapse();
    if (!response.ok) return;
    const body = (await response.json()) as Partial<SlotBody>;
    // The slot has become an order: its page is the receipt now.
    if (body.expiresAt === undefined) return location.reload();
    const serverNow = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(serverNow)) this.#clock = new SlotClock(body.expiresAt, serverNow, askedAt);
    this.#tick();
  }

  #lapse(): void {
    clearTimeout(this.#timer);
    this.hidden = true;
    show("[data-lapsed]", true);
    for (const part of document.querySelectorAll<HTMLFieldSetElement>(
      "fieldset[data-while-held]",
    )) {
      part.disabled = true;
    }
  }
}

/** What the Worker wrote into `body`, counted from when the page was asked for. */
function clockOfPage(): SlotClock | undefined {
  const { now, expiresAt } = document.body.dataset;
  if (!now || !expiresAt) return undefined;
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return new SlotClock(Number(expiresAt), Number(now), page?.requestStart ?? 0);
}

function show(selector: string, shown: boolean): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element) element.hidden = !shown;
}
