/** What the build decides about each sale's pictures before it makes any page. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { HERO_BUDGET } from "./budget.ts";
import { fitHero, type HeroFit } from "./hero-fit.ts";
import type { SaleFile } from "./sale-files.ts";
import { SHARE_SIZE, type ShareShop, shareName, sharePicture } from "./share/picture.ts";

/** By slug, for the pages. */
export type Pictures = Record<string, SalePictures>;
interface SalePictures {
  hero: HeroFit;
  share: { src: string; width: number; height: number };
}

const FOLDER = "_astro";

/** `memory`: path of a file that caches the results, because finding them takes seconds. */
export async function surveyPictures(
  files: SaleFile[],
  shop: ShareShop,
  memory: string,
): Promise<Pictures> {
  const known = await recall(memory);
  const pictures: Pictures = {};
  for (const { slug, share } of files) {
    const src = `/${FOLDER}/${await shareName(slug, share, shop)}`;
    pictures[slug] = { hero: await heroFit(share.image, known), share: { src, ...SHARE_SIZE } };
  }
  await mkdir(join(memory, ".."), { recursive: true });
  await writeFile(memory, JSON.stringify(known));
  return pictures;
}

/** Draws the share pictures into the built site, under the names used in its pages. */
export async function drawShares(files: SaleFile[], shop: ShareShop, out: string): Promise<void> {
  await mkdir(join(out, FOLDER), { recursive: true });
  for (const { slug, share } of files) {
    const name = await shareName(slug, share, shop);
    await writeFile(join(out, FOLDER, name), await sharePicture(share, shop));
  }
}

async function heroFit(image: string, known: Record<string, HeroFit>): Promise<HeroFit> {
  const content = await readFile(image);
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 16);
  known[hash] ??= await fitHero(HERO_BUDGET, (fit) => roughBytes(content, fit));
  return known[hash];
}

/**
 * An upper estimate: with little effort the encoder is much faster, and Astro's result is smaller.
 */
async function roughBytes(content: Buffer, { width, quality }: HeroFit): Promise<number> {
  const small = sharp(content).rotate().resize({ width, withoutEnlargement: true });
  return (await small.avif({ quality, effort: 1 }).toBuffer()).length;
}

async function recall(memory: string): Promise<Record<string, HeroFit>> {
  try {
    return JSON.parse(await readFile(memory, "utf8"));
  } catch {
    return {};
  }
}
