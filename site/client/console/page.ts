/** The console's page: its texts, its elements, and how numbers and times are written. */
import type { ConsoleTexts } from "../../messages/index.ts";
import { spokenDuration } from "../../text.ts";

const root = find("[data-console]");
export const texts: ConsoleTexts = JSON.parse(root.dataset.texts ?? "");
const locale = root.dataset.locale ?? "en";

/** The element that the page is known to have. */
export function find<Found extends Element = HTMLElement>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}

/** A new element. Children that are text stay text: nothing that a shopper typed becomes markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Writes only what has changed, so that a screen reader and a selection are left alone. */
export function write(selector: string, text: string): void {
  const target = find(selector);
  if (target.textContent !== text) target.textContent = text;
}

export function show(selector: string, visible: boolean): void {
  find(selector).hidden = !visible;
}

/** Replaces children only if they differ, for the same reason. */
export function fillWith(selector: string, children: HTMLElement[]): void {
  const target = find(selector);
  const before = [...target.children].map(({ outerHTML }) => outerHTML).join("");
  if (before !== children.map(({ outerHTML }) => outerHTML).join("")) {
    target.replaceChildren(...children);
  }
}

export function count(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** "4.2 %": rounded down, since what is not all of it must not look so. */
export function percent(share: number): string {
  const style = { style: "percent", maximumFractionDigits: 1, roundingMode: "floor" } as const;
  return new Intl.NumberFormat(locale, style).format(share);
}

/** With its date, unless that is today. */
export function time(at: number): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = { timeStyle: "medium" };
  return new Intl.DateTimeFormat(locale, today ? style : { ...style, dateStyle: "medium" }).format(
    at,
  );
}

/** "12 seconds", "2 minutes": at least a second. */
export function age(ms: number): string {
  return spokenDuration(ms, locale);
}
