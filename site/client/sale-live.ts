/**
 * The live part of a product page: loads the start script, counts down, enables the button, claims.
 */
import type { EndReason, StartMessage } from "../../edge/contract.ts";
import type { LiveTexts } from "../messages/index.ts";
import { claim, type Outcome } from "./claim.ts";
import { ServerClock, SleepWatch } from "./clock.ts";
import { askHeld } from "./held.ts";
import { SaleView } from "./sale-view.ts";
import { isDoubtful, nextAsk, nextTry } from "./schedule.ts";
import { askStart } from "./start-script.ts";
import { type Known, type View, viewOf } from "./view.ts";

/** Waking up fires several events at once; they cause one request. */
const LEAST_GAP = 1000;

/** From the script of a draw: when a page in its line asks (draw/draw-schedule.ts), and what it says. */
interface Line {
  nextAsk: typeof nextAsk;
  callsBack(message: StartMessage | undefined): boolean;
  texts: Partial<LiveTexts>;
}

export class SaleLive extends HTMLElement {
  readonly #slug = this.dataset.sale ?? "";
  readonly #texts = JSON.parse(this.dataset.texts ?? "{}") as LiveTexts;
  readonly #locale = this.dataset.locale ?? "en";
  readonly #clock = new ServerClock();
  readonly #sleep = new SleepWatch();
  readonly #view = new SaleView(this, this.#texts.left);
  #known: Omit<Known, "now"> = {
    message: undefined,
    failures: 0,
    gone: false,
    held: undefined,
    claiming: false,
    waitUntil: undefined,
    retrying: false,
    trouble: undefined,
  };
  #asking: Promise<void> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #askTimer = 0;
  #doubtful = false;
  #tickTimer = 0;
  #tryTimer = 0;
  #tries = 0;
  #line: Line | undefined;
  /** From the door, for a browser that keeps no cookies. */
  #pass: string | undefined;
  #clickedAt = 0;

  connectedCallback(): void {
    for (const type of ["submit", "entered"]) this.addEventListener(type, this);
    for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, this);
    for (const type of ["pageshow", "online", "offline"]) window.addEventListener(type, this);
    this.#known.gone = navigator.onLine === false;
    this.#tick();
    void this.#ask();
  }

  handleEvent(event: Event): void {
    if (event.type === "submit") {
      event.preventDefault();
      this.#tries = 0;
      this.#clickedAt = performance.now();
      void this.#claim();
    } else if (event.type === "pageshow") {
      if ((event as PageTransitionEvent).persisted) this.#comeBack();
    } else if (event.type === "entered") {
      this.#pass = (event as CustomEvent<string>).detail;
      // A start script that is on its way was asked for without it.
      void (this.#asking ?? Promise.resolve()).then(() => this.#ask());
    } else if (event.type === "offline") {
      this.#know({ gone: true });
    } else this.#wake();
  }

  /** Restored from the back-forward cache: any click in progress has been abandoned. */
  #comeBack(): void {
    const over = { claiming: false, retrying: false, waitUntil: undefined };
    this.#know({ ...over, trouble: undefined, held: undefined });
    this.#clock.distrust();
    this.#wake();
  }

  #wake(): void {
    clearTimeout(this.#askTimer);
    clearTimeout(this.#tickTimer);
    this.#planTry();
    if (!document.hidden) this.#tick();
    if (document.hidden || performance.now() - this.#askedAt < LEAST_GAP) this.#planAsk();
    else void this.#ask();
  }

  /** What the start script said last; the door's script comes later than this one. */
  get heard(): StartMessage | undefined {
    return this.#known.message;
  }

  set line(line: Line) {
    this.#line = line;
    this.#render();
  }

  get #now(): number | undefined {
    return this.#clock.at(performance.now());
  }

  #know(news: Partial<Omit<Known, "now">>): void {
    this.#known = { ...this.#known, ...news };
    this.#render();
  }

  #render(): void {
    this.#view.show(this.#viewed);
  }

  get #viewed(): View {
    const texts = { ...this.#texts, ...this.#line?.texts };
    return viewOf({ ...this.#known, now: this.#now }, texts, this.#locale);
  }

  /** The slot has expired while the page was open. */
  get #heldIsOver(): boolean {
    const { held } = this.#known;
    return held?.is === "slot" && this.#now !== undefined && this.#now >= held.expiresAt;
  }

  /** Once a second, on the server's full seconds. */
  #tick(): void {
    if (this.#sleep.jumped(Date.now(), performance.now())) {
      this.#clock.distrust();
      void this.#ask();
    }
    if (this.#heldIsOver) void this.#askHeld();
    this.#render();
    clearTimeout(this.#tickTimer);
    this.#tickTimer = window.setTimeout(() => this.#tick(), 1000 - ((this.#now ?? 0) % 1000));
  }

  /** One request at a time; calls made meanwhile share its answer. */
  #ask(): Promise<void> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined;
      this.#planAsk();
    });
    return this.#asking;
  }

  async #askOnce(): Promise<void> {
    this.#askedAt = performance.now();
    try {
      const { message, sentAt, receivedAt } = await askStart(this.#slug, this.#pass);
      this.#clock.sample({ serverNow: message.now, sentAt, receivedAt });
      this.#hear(message);
    } catch {
      this.#know({ failures: this.#known.failures + 1 });
    }
  }

  /** A page that says "sold out" or "paused" changes to "open" only after being told so twice. */
  #hear(message: StartMessage): void {
    const before = this.#known.message;
    this.#doubtful = !this.#doubtful && isDoubtful(before, message);
    const keep = this.#doubtful && before !== undefined;
    const held = message.order === before?.order ? this.#known.held : undefined;
    const reached = { failures: 0, gone: false };
    this.#know(keep ? reached : { message, held, ...reached });
    this.#tell(message);
    void this.#askHeld();
  }

  /** For the sale's door and its draw, if it has them (door/sale-door.ts, draw/sale-draw.ts). */
  #tell(message: StartMessage): void {
    this.dispatchEvent(new CustomEvent("heard", { detail: message }));
  }

  /**
   * Asks only for shoppers with an order URL. An order never changes; a slot may become one in
   * another tab.
   */
  async #askHeld(): Promise<void> {
    const { message, held } = this.#known;
    if (message?.order === undefined || held?.is === "ordered") return;
    const told = await askHeld(message.order);
    if (told === undefined || this.#known.message?.order !== message.order) return;
    this.#know({ held: told });
    if (told.is === "over" && held?.is === "slot") this.#know({ trouble: "lapsed" });
  }

  /** A page that nobody sees asks nothing, unless a draw may call its shopper back to it. */
  #planAsk(): void {
    clearTimeout(this.#askTimer);
    const { message, failures } = this.#known;
    if (document.hidden && !this.#line?.callsBack(message)) return;
    const doubtful = this.#doubtful;
    const asked = { message, failures, doubtful, now: this.#now, random: Math.random() };
    const wait = (this.#line?.nextAsk ?? nextAsk)(asked);
    this.#askTimer = window.setTimeout(() => void this.#ask(), wait);
  }

  async #claim(): Promise<void> {
    const url = this.#known.message?.claim;
    if (url === undefined || this.#known.claiming) return;
    const retrying = this.#known.waitUntil !== undefined;
    this.#know({ claiming: true, retrying, trouble: undefined });
    let outcome = await claim(url);
    if (outcome.kind === "stale") outcome = await this.#claimAfresh(url);
    this.#settle(outcome);
  }

  /** A tab that slept has an old claim URL; its shopper should not have to click twice for that. */
  async #claimAfresh(old: string): Promise<Outcome> {
    await this.#ask();
    const url = this.#known.message?.claim;
    return url === undefined || url === old ? { kind: "stale" } : claim(url);
  }

  #settle(outcome: Outcome): void {
    // The button stays disabled until the next page appears.
    if (outcome.kind === "go") {
      location.assign(outcome.url);
    } else {
      const over = { claiming: false, retrying: false, waitUntil: undefined };
      const news = this.#newsOf(outcome);
      this.#know({ ...over, ...news });
      if (news.message) this.#tell(news.message);
      this.#planTry();
      this.#planAsk();
    }
  }

  /** Only while the page is looked at: a slot that nobody sees would lapse, and others want it. */
  #planTry(): void {
    clearTimeout(this.#tryTimer);
    const { waitUntil } = this.#known;
    if (waitUntil === undefined || document.hidden) return;
    const wait = Math.max(0, waitUntil - (this.#now ?? 0));
    this.#tryTimer = window.setTimeout(() => this.#tryAgain(), wait);
  }

  /** Meanwhile the sale may have ended, or another tab may have got a slot. */
  #tryAgain(): void {
    const { state } = this.#viewed;
    if (state === "full" || state === "offline") void this.#claim();
    else this.#know({ waitUntil: undefined });
  }

  #full(least: number): Partial<Known> {
    this.#tries += 1;
    const sinceClick = performance.now() - this.#clickedAt;
    const wait = nextTry(this.#tries, sinceClick, least, Math.random());
    const waitUntil = wait === undefined ? undefined : (this.#now ?? 0) + wait;
    return { trouble: "full", waitUntil };
  }

  #newsOf(outcome: Exclude<Outcome, { kind: "go" }>): Partial<Known> {
    switch (outcome.kind) {
      case "full":
        return this.#full(outcome.wait);
      case "paused":
        return { message: this.#turned("paused") };
      case "waiting":
        return { message: this.#turned("open") };
      case "ended":
        return { message: this.#turned("ended", outcome.reason) };
      case "early":
        return { message: this.#postponed(outcome.startsAt) };
      default:
        return { trouble: outcome.kind };
    }
  }

  #turned(state: StartMessage["state"], reason?: EndReason): StartMessage | undefined {
    if (!this.#known.message) return undefined;
    const { claim: _, ...rest } = this.#known.message;
    return { ...rest, state, ...(reason && { reason }) };
  }

  #postponed(startsAt: number | undefined): StartMessage | undefined {
    const message = this.#turned("upcoming");
    return message && startsAt !== undefined ? { ...message, startsAt } : message;
  }
}
