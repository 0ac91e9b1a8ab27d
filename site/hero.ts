/**
 * A sale's picture in the formats and widths that browsers request; on its own page it is the hero.
 */
import { getImage } from "astro:assets";
import { pictures } from "virtual:doorbuster";
import { BEST_FIT } from "./build/hero-fit.ts";
import { themeOf } from "./build/theme.ts";
import type { SaleEntry } from "./sales.ts";

const WIDTHS = [400, 640, 828];
/** Beside the offer if there is room for two columns, otherwise over the whole width. */
export const HERO_SIZES = "(min-width: 62rem) 37rem, 100vw";
export const CARD_SIZES = "(min-width: 40rem) 22rem, 100vw";

export async function heroOf({ id, data }: SaleEntry) {
  const { width: widest, quality } = pictures[id]?.hero ?? BEST_FIT;
  const common = { src: data.image, quality, width: widest };
  const widths = [...WIDTHS.filter((width) => width < widest), widest];
  const [avif, webp, fallback] = await Promise.all([
    getImage({ ...common, widths, format: "avif" }),
    // Two widths for the few browsers without AVIF; one JPEG for those without WebP too.
    getImage({ ...common, widths: [640, widest], format: "webp" }),
    // JPEG knows no transparency, and would make it black: the page's paper is what shows elsewhere.
    getImage({
      ...common,
      width: 640,
      format: "jpg",
      background: themeOf(data.colors).light.paper,
    }),
  ]);
  const { width, height } = fallback.attributes as { width: number; height: number };
  return {
    avif: avif.srcSet.attribute,
    webp: webp.srcSet.attribute,
    fallback: { src: fallback.src, width, height },
  };
}
