/** What order form and receipt do beside the clock. */
import { longTime } from "../text.ts";

/** Longer than an answer takes. Sending twice is sending once, so a button may come back too early. */
const PATIENCE = 15_000;

/**
 * A button is grey once clicked, so that nobody sends twice; live again if the page comes back, or
 * if nothing comes at all.
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
    setTimeout(free, PATIENCE);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) free();
  });
}

/** Once per loss: a browser that wrongly says it has no network must not keep an order back. */
function warnOffline(): boolean {
  const notice = document.querySelector<HTMLElement>("[data-notice=offline]");
  if (navigator.onLine || !notice?.hidden) return false;
  notice.hidden = false;
  notice.focus();
  window.addEventListener("online", () => (notice.hidden = true), { once: true });
  return true;
}

/** Times that the Worker filled in, in the reader's own zone. */
export function localTimes(): void {
  const locale = document.documentElement.dataset.locale ?? document.documentElement.lang;
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-fill-time]")) {
    const time = Date.parse(element.dateTime);
    if (!Number.isNaN(time)) element.textContent = longTime(time, locale);
  }
}

/** After a form that was not right, the list of what to mend is where to go on. */
export function focusProblem(): void {
  const list = document.querySelector("[data-problems]");
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
