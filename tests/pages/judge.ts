/** What is wrong with a page as it stands in the browser, each finding one line. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { letScriptsRun } from "./state.ts";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** WCAG 2.2 AA as far as a program can tell. */
export async function axe(page: Page): Promise<string[]> {
  await letScriptsRun(page);
  return findings(await builder(page).withTags(STANDARD).analyze());
}

/** Only what changes with the colours. */
export async function contrast(page: Page): Promise<string[]> {
  return findings(await builder(page).withRules(["color-contrast"]).analyze());
}

function builder(page: Page): AxeBuilder {
  // Legacy: without it, every run opens a page of its own to put the results of frames together.
  return new AxeBuilder({ page } as never).setLegacyMode();
}

type Results = Awaited<ReturnType<AxeBuilder["analyze"]>>;
const findings = ({ violations }: Results) =>
  violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => {
      const [, why = ""] = failureSummary.split("\n");
      return `${id}: ${target.join(" ")}: ${why.trim() || help}`;
    }),
  );

/** Nothing is wider than the window, no text is cut off or runs out of its box, no word is torn apart. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.add("the page scrolls sideways");
    const name = (element: Element) =>
      `${element.tagName.toLowerCase()}${element.className ? `.${element.className}` : ""}`;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const element = text.parentElement;
      if (!element || !text.nodeValue?.trim()) continue;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // For screen readers only, or not in view until it has the focus.
      if (element.closest(".sr, .skip, noscript:not(:has(*))")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const words = `"${text.nodeValue.trim().slice(0, 40)}"`;
      // Long words may be broken anywhere, and Chinese has no spaces to break at.
      for (const { 0: word, index } of text.nodeValue.matchAll(
        /(?<![^\s\p{P}])[^\s\p{scx=Han}\p{P}]{2,12}(?=\s|$)/gu,
      )) {
        const torn = document.createRange();
        torn.setStart(text, index);
        torn.setEnd(text, index + word.length);
        const lines = new Set([...torn.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) found.add(`"${word}" is torn apart`);
      }
      for (const { left, right } of range.getClientRects()) {
        if (left < -0.5 || right > width + 0.5) found.add(`${words} leaves the window`);
      }
      for (let box: Element | null = element; box; box = box.parentElement) {
        const { overflowX, overflowY, display } = getComputedStyle(box);
        if (display.startsWith("inline") && display !== "inline-block") continue;
        const clips = [overflowX, overflowY].some((value) => value !== "visible");
        if (box === element && box.scrollWidth > box.clientWidth + 1)
          found.add(`${words} is wider than its ${name(box)}`);
        if (clips && box.clientHeight > 0 && box.scrollHeight > box.clientHeight + 1)
          found.add(`${words} is cut off by ${name(box)}`);
      }
    }
    return [...found];
  });
}
