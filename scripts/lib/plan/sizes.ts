/** What the built site weighs: bytes that a phone takes, measured on the files that the CDN serves. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { shell } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";
import { filesOf, type PageFiles } from "./page-files.ts";

/** Bytes on the wire, without headers. */
export interface Sizes {
  /** The product page, as brotli. */
  page: number;
  /** What the page needs at its first load: how many requests, and their bytes. */
  files: { requests: number; bytes: number };
  /** The pictures among them. */
  pictures: { requests: number; bytes: number };
  /** The page that says that it is over. */
  ended: number;
  /** Pages that the Worker fills in. */
  form: number;
  receipt: number;
}

/** What a content delivery network compresses with, for each answer anew. */
const QUALITY = 4;

export async function measureSite(site: string, sale: string): Promise<Sizes> {
  const path = join(site, "sales", `${sale}.html`);
  const html = await readFile(path, "utf8").catch(() => {
    throw new Refusal(`the built site has no page for ${sale}; build it: npm run build`);
  });
  const files = filesOf(html);
  return {
    page: compressed(html),
    files: await weigh(site, [...files.pictures, ...files.others]),
    pictures: await weigh(site, files.pictures),
    ended: await page(join(site, "sales", sale, "ended.html")),
    form: await page(join(site, `${shell.form(sale)}.html`)),
    receipt: await page(join(site, `${shell.receipt(sale)}.html`)),
  };
}

async function page(path: string): Promise<number> {
  return compressed(await readFile(path, "utf8"));
}

function compressed(text: string): number {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }).length;
}

const IS_TEXT = /\.(?:css|js|svg|json|webmanifest)$/;

async function weigh(site: string, paths: PageFiles["others"]) {
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const file = join(site, decodeURI(path));
      if (IS_TEXT.test(path)) return page(file);
      return (await stat(file)).size;
    }),
  );
  return { requests: sizes.length, bytes: sizes.reduce((all, one) => all + one, 0) };
}
