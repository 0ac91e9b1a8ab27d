import { type Browser, chromium } from "playwright-core";
import { browserCommand } from "../../scripts/lib/browser.ts";
import { PATIENCE } from "./patience.ts";

export async function launch(): Promise<Browser> {
  return await chromium.launch({ ...(await browserCommand()), timeout: PATIENCE });
}
