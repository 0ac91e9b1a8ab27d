/**
 * Replaces the marks in pages by the facts of sales. Used by the build, and by `serve` with other
 * values.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Sales } from "../../edge/contract.ts";
import { type FactName, type FactStyles, formatFact, zoneOfFact } from "../format.ts";
import { MARK } from "./mark.ts";
import type { SaleFile } from "./sale-files.ts";

/** By slug: the two times as written in the sale's file. Only their offsets from UTC are used. */
export type Offsets = Record<string, { startsAt: string; endsAt: string }>;

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/**
 * One page's text with every mark replaced. Throws if a mark names a sale that is not in `sales`.
 */
export function stampText(text: string, sales: Sales, offsets: Offsets): string {
  return text.replace(MARK, (mark, slug: string, name: FactName, style: string) => {
    const sale = sales[slug];
    if (!sale) throw new Error(`a page bears ${mark}, but there is no sale "${slug}"`);
    const zone = zoneOfFact(name, offsets[slug]);
    return escapeHtml(formatFact(name, style as FactStyles[FactName], sale[name], sale.lang, zone));
  });
}

/**
 * Stamps every file under `marked` into the same relative path under `out`. Returns those paths.
 */
export async function stamp(
  marked: string,
  out: string,
  sales: Sales,
  offsets: Offsets,
): Promise<string[]> {
  const paths = await filesUnder(marked);
  await Promise.all(
    paths.map(async (path) => {
      const text = stampText(await readFile(join(marked, path), "utf8"), sales, offsets);
      await mkdir(dirname(join(out, path)), { recursive: true });
      await writeFile(join(out, path), text);
    }),
  );
  return paths;
}

/** Copies exactly those files of a fresh build that contain marks; `marked` is emptied first. */
export async function keepMarked(built: string, marked: string): Promise<void> {
  await rm(marked, { recursive: true, force: true });
  await mkdir(marked, { recursive: true });
  const pages = (await filesUnder(built)).filter((path) => /\.(?:html|xml|txt|ics)$/.test(path));
  await Promise.all(
    pages.map(async (path) => {
      const text = await readFile(join(built, path), "utf8");
      if (text.search(MARK) >= 0) await cp(join(built, path), join(marked, path));
    }),
  );
}

async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(directory, "/").length))
    .sort();
}

/** What `stamp` needs besides the sales. */
export function offsetsOf(files: Pick<SaleFile, "slug" | "startsAt" | "endsAt">[]): Offsets {
  return Object.fromEntries(
    files.map(({ slug, startsAt, endsAt }) => [slug, { startsAt, endsAt }]),
  );
}
