/** The door of a sale on its product page: gets a pass while there is time, and shows how far that is. */
import type { Door, Language, Proofs, StartMessage } from "../../../edge/contract.ts";
import { doorTexts } from "../../messages/door/index.ts";
import { brought, forgetBrought } from "./brought.ts";
import { doorView, type Step } from "./door-view.ts";
import { enter } from "./enter.ts";
import { keep, kept } from "./kept.ts";
import { confirm } from "./turnstile.ts";
import { forgetWork, work } from "./work.ts";

/** No timer overflows, and a door that opens in a week is asked about again before. */
const LONGEST_WAIT = 15 * 60_000;

/** The sale's live part around it (sale-live.ts). */
type Live = HTMLElement & { heard?: StartMessage | undefined };

export class SaleDoor extends HTMLElement {
  readonly #sale = this.dataset.sale ?? "";
  readonly #door = this.dataset.door as Door;
  readonly #texts = doorTexts(
    (this.dataset.lang ?? "en") as Language,
    this.#door,
    this.dataset.seller ?? "",
  );
  readonly #live: Live | null = this.closest<Live>("sale-live");
  #step: Step = { is: "needed" };
  #busy = false;
  /** Start scripts that name the door although there is a pass; the first may be from before it. */
  #barred = 0;
  #timer = 0;

  connectedCallback(): void {
    this.addEventListener("submit", this);
    this.#find("[data-door-again]")?.addEventListener("click", this);
    this.#live?.addEventListener("heard", this);
    // Somebody who comes by a link means to enter as the one that it names, whoever was here before.
    const proofs = brought(this.#sale);
    if (proofs) void this.#show(proofs);
    const heard = this.#live?.heard;
    if (heard) this.#hear(heard);
  }

  handleEvent(event: Event): void {
    if (event.type === "heard") {
      this.#hear((event as CustomEvent<StartMessage>).detail);
      return;
    }
    event.preventDefault();
    // A button inside the panel that the sale's own form must not hear of.
    event.stopPropagation();
    const code = this.querySelector<HTMLInputElement>("[name=code]")?.value ?? "";
    if (event.type === "submit") void this.#show({ invite: code });
    else void this.#begin();
  }

  /** The start script names the door as long as it sees no pass. */
  #hear({ door, state }: StartMessage): void {
    if (door === undefined || state === "ended") {
      this.#barred = 0;
      if (this.#step.is !== "in" && !this.#busy) this.hidden = true;
      return;
    }
    const pass = kept<string>(`pass-${this.#sale}`);
    // Without cookies, the pass of before the reload.
    if (this.#step.is === "in") this.#barred += 1;
    if (pass !== undefined && this.hidden) this.#enterWith(pass);
    else if (this.#barred > 1 || (this.hidden && !this.#busy)) this.#start();
  }

  /** The pass of before, if there is one, is no good any more. */
  #start(): void {
    this.#barred = 0;
    this.hidden = false;
    keep(`pass-${this.#sale}`, undefined);
    void this.#begin();
  }

  async #begin(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#go({ is: "doing" });
    const got = await this.#proof();
    this.#busy = false;
    if (got.is === "proof") await this.#show(got.proofs);
    else this.#go(got);
  }

  async #proof(): Promise<{ is: "proof"; proofs: Proofs } | Step> {
    if (this.#door === "work") return work(this.#sale, (share) => this.#go({ is: "doing", share }));
    const widget = this.#find("[data-widget]");
    if (this.#door !== "turnstile" || !widget) return { is: "needed" };
    return confirm(this.#sale, widget, () => this.#go({ is: "needed" }));
  }

  /** Brings a proof to the door. */
  async #show(proofs: Proofs): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.hidden = false;
    this.#go({ is: "doing" });
    const entered = await enter(this.#sale, proofs);
    this.#busy = false;
    if (entered.is === "wait") {
      this.#go(entered);
      this.#later(entered.wait, () => void this.#show(proofs));
      return;
    }
    forgetBrought(this.#sale);
    forgetWork(this.#sale);
    if (entered.is === "in") {
      keep(`pass-${this.#sale}`, entered.pass);
      this.#enterWith(entered.pass);
    } else this.#go(entered);
  }

  /** The sale's page asks for the start script again, with the pass for a browser without cookies. */
  #enterWith(pass: string): void {
    this.hidden = false;
    this.#go({ is: "in" });
    this.#live?.dispatchEvent(new CustomEvent("entered", { detail: pass }));
  }

  #go(step: Step): void {
    this.#step = step;
    clearTimeout(this.#timer);
    this.#write();
    // A proof that has to be made anew is made by the page itself; a code is not.
    if (step.is === "early") this.#later(untilOpen(step), () => void this.#begin());
    if (step.is === "wait") this.#later(step.wait, () => void this.#begin());
  }

  #later(wait: number, go: () => void): void {
    clearTimeout(this.#timer);
    // Spread, because everybody in one network is told the same.
    this.#timer = window.setTimeout(go, Math.min(LONGEST_WAIT, wait) * (1 + Math.random() / 4));
  }

  #write(): void {
    const locale = this.#live?.getAttribute("data-locale") ?? "en";
    const time = (at: number) =>
      new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
    const view = doorView(this.#step, this.#texts, time);
    this.dataset.step = view.state;
    const text = this.#find("[data-door-text]");
    if (text && text.textContent !== view.text) text.textContent = view.text;
    text?.classList.toggle("bad", view.bad);
    const progress = this.querySelector("progress");
    if (progress) {
      progress.hidden = view.share === undefined;
      progress.value = Math.min(1, view.share ?? 0);
    }
    const form = this.#find("form");
    if (form) form.hidden = !view.form;
    const again = this.#find("[data-door-again]");
    if (again) again.hidden = !view.again;
  }

  #find(selector: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(selector);
  }
}

/** By how far the server's clock is from the opening, since the visitor's may be wrong. */
function untilOpen({ opensAt, now }: Extract<Step, { is: "early" }>): number {
  return Math.max(1000, opensAt - (now ?? Date.now()));
}
