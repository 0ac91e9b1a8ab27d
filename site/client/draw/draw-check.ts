/** How a shopper checks their number: the seed's fingerprint, and a line for the browser's console. */
import type { Language } from "../../../edge/contract.ts";
import { type DrawTexts, drawTexts } from "../../messages/draw/index.ts";
import { fill } from "../../text.ts";
import { consoleLine, type Drawn, fingerprintOf } from "./check.ts";
import { checkMarkup } from "./markup.ts";
import { type Noted, noted } from "./noted.ts";
import { isLate } from "./ticket.ts";

/** The number as the server told it. */
export type Told = Drawn & { number: number };

export class DrawCheck extends HTMLElement {
  readonly #lang = (this.dataset.lang ?? "en") as Language;
  readonly #all = drawTexts(this.#lang);
  readonly #texts: DrawTexts["check"] = this.#all.check;
  #shown = "";

  connectedCallback(): void {
    this.innerHTML = checkMarkup(this.#all);
    const copy = this.querySelector<HTMLButtonElement>("[data-copy]");
    copy?.addEventListener("click", () => void this.#copy(copy));
  }

  async show(told: Told): Promise<void> {
    const key = JSON.stringify(told);
    if (key === this.#shown) return;
    this.#shown = key;
    const fingerprint = await fingerprintOf(told.seed);
    this.hidden = false;
    const late = isLate(told.number);
    this.#part("[data-late]", late);
    this.#part("[data-steps]", !late);
    this.#write("[data-line]", consoleLine(told));
    this.#write("[data-number]", String(told.number));
    this.#write("[data-fingerprint]", fingerprint ?? "");
    this.#judge(fingerprint, noted(told.sale));
  }

  /** Says what this browser found by itself; nothing if it was not here before the start. */
  #judge(fingerprint: string | undefined, before: Noted | undefined): void {
    const verdict = this.querySelector<HTMLElement>("[data-verdict]");
    if (!verdict || fingerprint === undefined || !before) return;
    const fits = before.fingerprint === fingerprint;
    verdict.hidden = false;
    verdict.classList.toggle("bad", !fits);
    verdict.textContent = fits ? this.#texts.fits : warning(this.#texts.differs, before);
    // A seed that was changed must not be hidden behind a summary.
    if (!fits) this.querySelector("details")?.toggleAttribute("open", true);
  }

  async #copy(button: HTMLButtonElement): Promise<void> {
    const line = this.querySelector("[data-line]")?.textContent ?? "";
    const copied = await navigator.clipboard?.writeText(line).then(
      () => true,
      () => false,
    );
    if (copied) button.textContent = this.#texts.copied;
  }

  #part(selector: string, shown: boolean): void {
    const part = this.querySelector<HTMLElement>(selector);
    if (part) part.hidden = !shown;
  }

  #write(selector: string, text: string): void {
    const part = this.querySelector(selector);
    if (part) part.textContent = text;
  }
}

/** `text` has a gap `{time}`. */
export function warning(text: string, { at }: Noted): string {
  const locale = document.documentElement.dataset.locale ?? "en";
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return fill(text, { time: time.format(at) });
}
