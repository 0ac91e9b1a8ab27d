import { type Browser, chromium, type Page } from "playwright-core";
import { it } from "vitest";
import { browserCommand } from "../../scripts/lib/browser.ts";
import { PATIENCE } from "./patience.ts";

export async function launch(): Promise<Browser> {
  return await chromium.launch({ ...(await browserCommand()), timeout: PATIENCE });
}

/** Vitest's `it`, whose tests get a `page` of a phone's size, in a browser profile of its own.
 * Such tests run side by side, where `expect.poll` does not know its test: wait with `waitFor`. */
export const itOnPhone = (browser: () => Browser) =>
  it.extend<{ page: Page }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    page: async ({}, use) => {
      const context = await browser().newContext({ viewport: { width: 360, height: 740 } });
      context.setDefaultTimeout(PATIENCE);
      await use(await context.newPage());
      await context.close();
    },
  });
