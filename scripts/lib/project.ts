/** Where things lie. */
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Of both. */
const INPUTS = ["wrangler.toml", "package-lock.json", "scripts/lib/build.ts"];

export const project = {
  root: at(""),
  sales: at("site/content/sales"),
  config: at("wrangler.toml"),
  /** What astro writes and the CDN serves. */
  site: at("dist"),
  build: at("build"),
  /** The pages as they were before start and stock were stamped into them. */
  marked: at("build/marked"),
  /** What the site's pages weigh. */
  weights: at("build/weights.json"),
  worker: at("build/worker"),
  /** The bindings in wrangler.toml, as types. */
  workerTypes: at("build/env.d.ts"),
  /** All that decides what the site is built to. */
  siteInputs: ["site", "edge/contract.ts", "astro.config.mjs", ...INPUTS],
  /** All that decides what the Worker is built to, but for the sales that are built into it. */
  workerInputs: ["edge", "scripts/lib/worker-config.ts", ...INPUTS],
};
