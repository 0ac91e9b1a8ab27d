/** What order form and receipt do beside the clock. */
import { longTime } from "../text.ts";

/** A button is grey once clicked, so that nobody sends twice; live again if the page comes back. */
export function guardForms(): void {
  for (const form of document.querySelectorAll("form")) {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (!button) continue;
    const label = button.textContent;
    form.addEventListener("submit", (event) => {
      if (button.disabled) return event.preventDefault();
      button.disabled = true;
      button.textContent = button.dataset.sending ?? label;
    });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      button.disabled = false;
      button.textContent = label;
    });
  }
}

/** Times that the Worker filled in, in the reader's own zone. */
export function localTimes(): void {
  const locale = document.documentElement.dataset.locale ?? document.documentElement.lang;
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-fill-time]")) {
    const time = Date.parse(element.dateTime);
    if (!Number.isNaN(time)) element.textContent = longTime(time, locale);
  }
}

/** After a form that was not right, the first wrong field is where to go on. */
export function focusProblem(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
