/** What the order form and the receipt do besides counting down. */
import { longTime } from "../text.ts";
import { forgetTyped } from "./typed.ts";

/**
 * Longer than an answer usually takes. A second order is the same order, so re-enabling too early
 * is safe.
 */
const REENABLE_AFTER = 15_000;

/**
 * Disables a button once clicked, so that nobody sends twice; enables it again when the page comes out
 * of the back-forward cache, or if no answer comes.
 */
export function guardForms(): void {
  for (const form of document.querySelectorAll("form")) {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (button) guard(form, button);
  }
}

function guard(form: HTMLFormElement, button: HTMLButtonElement): void {
  const label = button.textContent;
  const free = () => {
    button.disabled = false;
    button.textContent = label;
  };
  form.addEventListener("submit", (event) => {
    if (button.disabled || warnOffline()) return event.preventDefault();
    button.disabled = true;
    button.textContent = button.dataset.sending ?? label;
    setTimeout(free, REENABLE_AFTER);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) free();
  });
}

/**
 * Once per lost connection: a browser that is wrong about being offline must not block an order.
 */
function warnOffline(): boolean {
  const notice = document.querySelector<HTMLElement>("[data-notice=offline]");
  if (navigator.onLine || !notice?.hidden) return false;
  notice.hidden = false;
  notice.focus();
  window.addEventListener("online", () => (notice.hidden = true), { once: true });
  return true;
}

/** Giving a place up also gives up what was typed for it. */
export function forgetWhenGivenUp(): void {
  document.querySelector("[data-give-up]")?.addEventListener("submit", forgetTyped);
}

/** Shows times that the Worker filled in in the reader's own time zone. */
export function localTimes(): void {
  const locale = document.documentElement.dataset.locale ?? document.documentElement.lang;
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-fill-time]")) {
    const time = Date.parse(element.dateTime);
    if (!Number.isNaN(time)) element.textContent = longTime(time, locale);
  }
}

/** After an invalid form, lists its problems with links to the fields and moves the focus there. */
export function focusProblem(): void {
  const list = document.querySelector("[data-notice]:not([hidden]) [data-problems]");
  for (const field of document.querySelectorAll("[aria-invalid=true]")) {
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    link.textContent = problemOf(field);
    const item = document.createElement("li");
    item.append(link);
    list?.append(item);
  }
  document.querySelector<HTMLElement>("[data-notice]:not([hidden])")?.focus();
}

const problemOf = ({ id }: Element) =>
  document.querySelector(`#${id}-problems > :not([hidden])`)?.textContent ?? id;
