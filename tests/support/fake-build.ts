/** What astro and wrangler leave behind when they build, without them: as little as `check` and `deploy` read. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunTool } from "../../scripts/lib/tool.ts";
import { loadSaleFiles } from "../../site/build/sale-files.ts";
import type { TempRoot } from "./temp-root.ts";

export interface Pages {
  /** The HTML of a sale's page; default: one that says its times. */
  page?: (slug: string) => string;
  /** As site/build/budget.ts weighs them. */
  weights?: object[];
}

/** What the build reads beside the sales. */
export function prepareBuild(project: TempRoot): void {
  project.copy("wrangler.toml");
  const inputs = ["package-lock.json", "astro.config.mjs", "edge/contract.ts", "edge/worker.ts"];
  const own = ["scripts/lib/build/build.ts", "scripts/lib/build/worker-config.ts"];
  for (const name of [...inputs, ...own]) project.write(name);
}

export function fakeTools(project: TempRoot, pages: Pages = {}): RunTool {
  return async (name, args) => {
    if (name === "astro") await buildPages(project, pages);
    else if (args[0] === "types") project.write("build/env.d.ts");
    else writeWorker(args[args.indexOf("--outdir") + 1] ?? "");
    return { status: 0, out: "", err: "" };
  };
}

async function buildPages(project: TempRoot, { page, weights = [] }: Pages): Promise<void> {
  const sales = await loadSaleFiles(project.path("site/content/sales"));
  project.write("dist/index.html", "<h1>Sales</h1>");
  project.write("build/marked/made");
  project.write("build/weights.json", JSON.stringify(weights));
  for (const { slug, draft, startsAt } of sales) {
    const html = page?.(slug) ?? `<sale-live data-sale="${slug}">${startsAt}</sale-live>`;
    if (!draft) project.write(`dist/sales/${slug}.html`, html);
  }
}

function writeWorker(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "worker.js"), "export default {};");
}
