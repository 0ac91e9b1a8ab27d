/** The draw on a sale's product page: the fingerprint before the start, then the shopper's place in line. */
import type { Language, StartMessage } from "../../../edge/contract.ts";
import { drawTexts } from "../../messages/draw/index.ts";
import { fill } from "../../text.ts";
import type { SaleLive } from "../sale-live.ts";
import { Bell } from "./bell.ts";
import { type DrawCheck, warning } from "./draw-check.ts";
import { callsBack, nextAskInLine } from "./draw-schedule.ts";
import { type DrawView, drawView } from "./draw-view.ts";
import { drawMarkup } from "./markup.ts";
import { note } from "./noted.ts";

/** The sale's live part around it (sale-live.ts). */
type Live = HTMLElement & Pick<SaleLive, "heard" | "line">;

export class SaleDraw extends HTMLElement {
  readonly #sale = this.dataset.sale ?? "";
  readonly #lang = (this.dataset.lang ?? "en") as Language;
  readonly #texts = drawTexts(this.#lang);
  readonly #live: Live | null = this.closest<Live>("sale-live");
  readonly #bell = new Bell();
  readonly #title = document.title;
  #isTurn = false;

  connectedCallback(): void {
    this.innerHTML = drawMarkup(this.#texts, this.#sale, this.#lang);
    this.#find("[data-ring]")?.addEventListener("click", this);
    const { open, ...live } = this.#texts.live;
    const texts = { ...live, open: fill(open, { each: this.dataset.each ?? "" }) };
    if (this.#live) this.#live.line = { nextAsk: nextAskInLine, callsBack, texts };
    this.#live?.addEventListener("heard", this);
    const heard = this.#live?.heard;
    if (heard) this.#hear(heard);
  }

  handleEvent(event: Event): void {
    // What the page believes, which may differ from what it has just been told (sale-live.ts).
    const heard = this.#live?.heard;
    if (event.type === "click") this.#toggleBell();
    else if (heard) this.#hear(heard);
  }

  #hear(message: StartMessage): void {
    const locale = this.#live?.getAttribute("data-locale") ?? "en";
    const view = drawView(message, this.#keepsNumber, this.#texts, locale);
    this.hidden = view === undefined;
    if (view) this.#show(view, message);
    this.#turn(message.claim !== undefined && message.order === undefined);
  }

  /** In a cookie; behind a door, in the pass, which the page keeps by itself (door/kept.ts). */
  get #keepsNumber(): boolean {
    return navigator.cookieEnabled || this.#live?.querySelector("sale-door") !== null;
  }

  /** Told once, and taken back when there is nothing to buy any more. */
  #turn(isTurn: boolean): void {
    if (isTurn === this.#isTurn) return;
    this.#isTurn = isTurn;
    document.title = isTurn ? fill(this.#texts.turn, { title: this.#title }) : this.#title;
    if (isTurn && this.#rings) this.#bell.ring();
  }

  get #rings(): boolean {
    return this.#find("[data-ring]")?.getAttribute("aria-pressed") === "true";
  }

  #toggleBell(): void {
    const rings = !this.#rings;
    this.#find("[data-ring]")?.setAttribute("aria-pressed", String(rings));
    if (rings) this.#bell.allow();
  }

  #show(view: DrawView, message: StartMessage): void {
    this.dataset.draw = view.state;
    write(this.#find("[data-draw-text]"), view.text);
    write(this.#find("[data-draw-note]"), view.state === "waiting" ? (view.note ?? "") : "");
    this.#part("[data-numbers]", view.number !== undefined);
    write(this.#find("[data-own]"), view.number ?? "");
    write(this.#find("[data-called]"), view.called ?? "");
    for (const [name, share] of Object.entries(view.line ?? {})) {
      this.style.setProperty(`--${name}`, String(share));
    }
    this.#part("[data-ring]", view.state === "waiting" || view.state === "upcoming");
    this.#commitment(message);
    this.#check(message);
  }

  #commitment({ draw, state }: StartMessage): void {
    const commitment = draw?.commitment;
    this.#part("[data-fixed]", commitment !== undefined && draw?.seed === undefined);
    if (commitment === undefined) return;
    write(this.#find("[data-commitment]"), commitment);
    if (state !== "upcoming") return;
    const noted = note(this.#sale, commitment);
    const warns = noted.fingerprint !== commitment;
    this.#part("[data-changed]", warns);
    if (warns) write(this.#find("[data-changed]"), warning(this.#texts.check.changed, noted));
  }

  #check({ draw }: StartMessage): void {
    const { seed, number, shopper } = draw ?? {};
    if (seed === undefined || number === undefined || shopper === undefined) return;
    const check = this.querySelector<DrawCheck>("draw-check");
    void check?.show({ seed, number, shopper, sale: this.#sale });
  }

  #part(selector: string, shown: boolean): void {
    const part = this.#find(selector);
    if (part) part.hidden = !shown;
  }

  #find(selector: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(selector);
  }
}

/** Screen readers announce every write. */
function write(element: HTMLElement | null, text: string): void {
  if (!element) return;
  element.hidden = text === "";
  if (element.textContent !== text) element.textContent = text;
}
