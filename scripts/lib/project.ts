/** Where things are. */
import { join, resolve } from "node:path";
import { context } from "./context.ts";

const at = (path: string) => join(context().root, path);

/** Of both. */
const INPUTS = ["wrangler.toml", "package-lock.json", "scripts/lib/build/build.ts"];

/** Absolute paths in the project that the command at hand works on. */
export const project = {
  get root() {
    return context().root;
  },
  /** The sales, and the shop's settings. */
  get content() {
    return at("site/content");
  },
  get sales() {
    return at("site/content/sales");
  },
  get config() {
    return at("wrangler.toml");
  },
  /** What astro writes and the CDN serves. */
  get site() {
    return at("dist");
  },
  get build() {
    return at("build");
  },
  /** The pages as they were before start and stock were stamped into them. */
  get marked() {
    return at("build/marked");
  },
  /** What the site's pages weigh. */
  get weights() {
    return at("build/weights.json");
  },
  get worker() {
    return at("build/worker");
  },
  /** The bindings in wrangler.toml, as types. */
  get workerTypes() {
    return at("build/env.d.ts");
  },
  /** Everything that decides what the site is built to. */
  siteInputs: ["site", "edge/contract.ts", "astro.config.mjs", ...INPUTS],
  /** Everything that decides what the Worker is built to, but for the sales that are built into it. */
  workerInputs: ["edge", "scripts/lib/build/worker-config.ts", ...INPUTS],
};

/** A path as it was given on the command line. */
export const givenPath = (path: string) => resolve(context().cwd, path);
