/** The time left in the order form, and what happens at zero. */
import type { SlotBody } from "../../edge/contract.ts";
import { SleepWatch } from "./clock.ts";
import { minutesAndSeconds } from "./countdown.ts";
import { SlotClock } from "./slot-clock.ts";
import { Speech, toLapse } from "./speech.ts";

/**
 * `Date` is truncated to whole seconds (RFC 9110, 5.6.7); adding one avoids showing too much time.
 */
const DATE_STEP = 1000;

/** From here on it is shown in red. */
const SOON = 30_000;

export class TimeLeft extends HTMLElement {
  #clock: SlotClock | undefined;
  readonly #sleep = new SleepWatch();
  readonly #speech = new Speech(
    toLapse,
    this.dataset.text ?? "",
    document.documentElement.dataset.locale ?? "en",
  );
  #timer = 0;

  connectedCallback(): void {
    this.#clock = clockOfPage();
    for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, this);
    for (const type of ["pageshow", "online"]) window.addEventListener(type, this);
    this.#tick();
  }

  handleEvent(event: Event): void {
    const firstShown = event.type === "pageshow" && !(event as PageTransitionEvent).persisted;
    if (!firstShown && !document.hidden) void this.#askAgain();
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (!this.#clock) return;
    if (this.#sleep.jumped(Date.now(), performance.now())) void this.#askAgain();
    const left = this.#clock.leftAt(performance.now());
    if (left > 0) {
      this.#show(left);
      this.#speak(left);
      this.#timer = window.setTimeout(() => this.#tick(), left % 1000 || 1000);
    } else this.#lapse();
  }

  #show(left: number): void {
    this.hidden = false;
    const until = find("[data-until]");
    if (until) until.hidden = true;
    const text = this.querySelector("[data-time-left]");
    if (text) text.textContent = minutesAndSeconds(left);
    this.classList.toggle("soon", left <= SOON);
  }

  #speak(left: number): void {
    const words = this.#speech.words(left);
    const spoken = find("[data-spoken]");
    if (words !== undefined && spoken) spoken.textContent = words;
  }

  /** The monotonic clock may stop while a device sleeps, so the Worker is asked after a sleep. */
  async #askAgain(): Promise<void> {
    const askedAt = performance.now();
    const headers = { accept: "application/json" };
    const response = await fetch(location.pathname, { headers }).catch(() => undefined);
    if (!response) return this.#tick();
    if (response.status === 410) return this.#lapse();
    if (!response.ok) return;
    const body = (await response.json()) as Partial<SlotBody>;
    // The slot has become an order, so this URL now shows the receipt.
    if (body.expiresAt === undefined) return location.reload();
    const serverNow = Date.parse(response.headers.get("date") ?? "") + DATE_STEP;
    if (!Number.isNaN(serverNow)) this.#clock = new SlotClock(body.expiresAt, serverNow, askedAt);
    this.#tick();
  }

  #lapse(): void {
    clearTimeout(this.#timer);
    this.hidden = true;
    const lapsed = find("[data-lapsed]");
    const until = find("[data-until]");
    if (until) until.hidden = true;
    if (!lapsed?.hidden) return;
    lapsed.hidden = false;
    for (const part of document.querySelectorAll<HTMLFieldSetElement>(
      "fieldset[data-while-held]",
    )) {
      part.disabled = true;
    }
    // The fields are disabled now, so the focus moves to the message that says why and what to do.
    lapsed.focus();
  }
}

/** From what the Worker wrote into `body`, counted from when the page was requested. */
export function clockOfPage(): SlotClock | undefined {
  const { now, expiresAt } = document.body.dataset;
  if (!now || !expiresAt) return undefined;
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return new SlotClock(Number(expiresAt), Number(now), page?.requestStart ?? 0);
}

const find = (selector: string) => document.querySelector<HTMLElement>(selector);
