/** The product page's picture: the one thing that everybody waits for, so it is asked for first. */
import { getImage } from "astro:assets";
import { pictures } from "virtual:doorbuster";
import { HERO_WIDTH } from "./build/hero-width.ts";
import type { SaleEntry } from "./sales.ts";

const WIDTHS = [400, 640, 828, HERO_WIDTH];
/** For the few that know no AVIF, two are enough. */
const FEW_WIDTHS = [640, HERO_WIDTH];
/** Beside the offer where there is room for two columns, else over the whole width. */
export const HERO_SIZES = "(min-width: 62rem) 37rem, 100vw";

/** For a browser that knows neither format, one JPEG. */
export async function heroOf({ id, data }: SaleEntry) {
  const { quality = 60 } = pictures[id] ?? {};
  const common = { src: data.image, width: HERO_WIDTH, quality };
  const wide = { ...common, widths: WIDTHS, sizes: HERO_SIZES };
  const [avif, webp, fallback] = await Promise.all([
    getImage({ ...wide, format: "avif" }),
    getImage({ ...wide, widths: FEW_WIDTHS, format: "webp" }),
    getImage({ ...common, width: 828, format: "jpg" }),
  ]);
  const { width, height } = fallback.attributes as { width: number; height: number };
  return {
    avif: avif.srcSet.attribute,
    webp: webp.srcSet.attribute,
    fallback: { src: fallback.src, width, height },
  };
}
