/**
 * The build's work besides pages: checks sales' files, writes them for the Worker, stamps facts,
 * weighs pages.
 */
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import type { Sale, Sales } from "../../edge/contract.ts";
import { type Brand, brandOf } from "./brand.ts";
import { weigh } from "./budget.ts";
import { scriptsFirst } from "./first-paint.ts";
import { frameRules } from "./headers.ts";
import { ownModules } from "./own-modules.ts";
import { drawShares, type Pictures, surveyPictures } from "./pictures.ts";
import { narrowPolicies } from "./policy.ts";
import { loadSaleFiles, type SaleFile } from "./sale-files.ts";
import { loadShop, SHOP_FILE, type Shop } from "./shop.ts";
import { keepMarked, type Offsets, offsetsOf, stamp } from "./stamp.ts";

const MODULE = "virtual:doorbuster";

/** The sales as pages show them; `dev` changes this object in place while it serves. */
export interface Live {
  sales: Sales;
  offsets: Offsets;
  brand: Brand;
}

/**
 * Stops `astro build` and `astro dev` on an invalid sale's file, before Astro reads any. With `live`,
 * no files are read here: pages show what is in that object at the time.
 */
export function doorbuster(live?: Live): AstroIntegration {
  let root = new URL("file:///");
  let sales: Sales = {};
  let offsets: Offsets = {};
  let files: SaleFile[] = [];
  let shop: Shop = {};
  return {
    name: "doorbuster",
    hooks: {
      "astro:config:setup": async ({ command, config, addWatchFile, updateConfig }) => {
        if (command === "preview") return;
        if (live) return void updateConfig({ vite: { plugins: [liveModule(live)] } });
        root = config.root;
        const content = fileURLToPath(new URL("site/content/", root));
        const all = await loadSaleFiles(join(content, "sales"));
        shop = loadShop(content);
        files = all.filter((file) => !file.draft || draftsWanted(command));
        sales = Object.fromEntries(files.map((file) => [file.slug, file.worker]));
        offsets = offsetsOf(files);
        // A changed file restarts dev, so it is checked and read again.
        for (const file of all) addWatchFile(resolve(file.path));
        addWatchFile(join(content, SHOP_FILE));
        const memory = fileURLToPath(new URL("build/hero-fits.json", root));
        const pictures = await surveyPictures(files, shop, memory);
        const brand = await brandOf(shop);
        const facts = factsModule({ live: command === "dev", sales, offsets, brand, pictures });
        updateConfig({ vite: { plugins: [facts, ownModules()] } });
        // The Worker's bundle includes this file, and drafts that only dev shows must not be
        // deployed.
        if (command !== "dev") await writeSales(root, sales);
      },
      "astro:build:done": async ({ dir }) => {
        const marked = fileURLToPath(new URL("build/marked/", root));
        const out = fileURLToPath(dir);
        await narrowPolicies(out);
        await scriptsFirst(out);
        await keepMarked(out, marked);
        await stamp(marked, out, sales, offsets);
        await drawShares(files, shop, out);
        await appendFile(join(out, "_headers"), frameRules(sales));
        await writeSales(root, sales);
        await weighAll(root, out, Object.values(sales));
      },
    },
  };
}

/** The build command prints these weights and refuses what is too heavy. */
async function weighAll(root: URL, out: string, sales: Sale[]): Promise<void> {
  const weighed = await weigh(out, sales);
  await writeFile(new URL("build/weights.json", root), JSON.stringify(weighed));
}

function draftsWanted(command: string): boolean {
  return command === "dev" || process.env.DOORBUSTER_DRAFTS === "1";
}

async function writeSales(root: URL, sales: Sales): Promise<void> {
  const directory = new URL("build/", root);
  await mkdir(directory, { recursive: true });
  await writeFile(new URL("sales.json", directory), `${JSON.stringify(sales, null, 2)}\n`);
}

/** The module from which pages import the list of sales, and in dev their facts. */
function factsModule(content: {
  live: boolean;
  sales: Sales;
  offsets: Offsets;
  brand: Brand;
  pictures: Pictures;
}) {
  const lines = Object.entries(content).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
  );
  return virtualModule(lines.join("\n"));
}

/**
 * In dev, pages run in this process, so they can share an object with the code that changes it.
 * Fitted heroes and share pictures are left out, because making them takes seconds.
 */
function liveModule(content: Live) {
  const shared = Symbol.for(MODULE);
  (globalThis as Record<symbol, unknown>)[shared] = content;
  return virtualModule(
    `export const live = true;
export const pictures = {};
export const { sales, offsets, brand } = globalThis[Symbol.for(${JSON.stringify(MODULE)})];`,
  );
}

function virtualModule(code: string) {
  return {
    name: "doorbuster:facts",
    resolveId: (id: string) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id: string) => (id === `\0${MODULE}` ? code : undefined),
  };
}
