/** What the build finds out about each sale's pictures before any page is made. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { HERO_BUDGET } from "./budget.ts";
import { HERO_WIDTH } from "./hero-width.ts";
import type { SaleFile } from "./sale-files.ts";
import { SHARE_SIZE, shareName, sharePicture } from "./share/picture.ts";

/** By slug, for the pages. */
export type Pictures = Record<string, SalePictures>;
interface SalePictures {
  /** The quality at which the hero fits its budget. */
  quality: number;
  share: { src: string; width: number; height: number };
}

/** From good to the least that a picture bears. The last is taken even if the budget is not met. */
const QUALITIES = [60, 52, 44, 36, 28];
const FOLDER = "_astro";

/** `memory`: a file that remembers the answers, since an AVIF takes a second. */
export async function surveyPictures(files: SaleFile[], memory: string): Promise<Pictures> {
  const known = await recall(memory);
  const entries = await Promise.all(
    files.map(async ({ slug, share }): Promise<[string, SalePictures]> => {
      const src = `/${FOLDER}/${await shareName(slug, share)}`;
      return [
        slug,
        { quality: await heroQuality(share.image, known), share: { src, ...SHARE_SIZE } },
      ];
    }),
  );
  await mkdir(join(memory, ".."), { recursive: true });
  await writeFile(memory, JSON.stringify(known));
  return Object.fromEntries(entries);
}

/** Into the site that was built; under the names that its pages bear. */
export async function drawShares(files: SaleFile[], out: string): Promise<void> {
  await mkdir(join(out, FOLDER), { recursive: true });
  for (const { slug, share } of files) {
    const name = await shareName(slug, share);
    await writeFile(join(out, FOLDER, name), await sharePicture(share));
  }
}

async function heroQuality(image: string, known: Record<string, number>): Promise<number> {
  const content = await readFile(image);
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 16);
  known[hash] ??= await fittingQuality(content);
  return known[hash];
}

async function fittingQuality(content: Buffer): Promise<number> {
  // As Astro's service would make it.
  const small = sharp(content).rotate().resize({ width: HERO_WIDTH, withoutEnlargement: true });
  for (const quality of QUALITIES) {
    const { length } = await small.clone().avif({ quality }).toBuffer();
    if (length <= HERO_BUDGET) return quality;
  }
  return QUALITIES.at(-1) ?? 0;
}

async function recall(memory: string): Promise<Record<string, number>> {
  try {
    return JSON.parse(await readFile(memory, "utf8"));
  } catch {
    return {};
  }
}
