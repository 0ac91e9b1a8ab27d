/** The best size and quality of a sale's picture within its byte budget on a phone. */

export interface HeroFit {
  /** Pixels; narrower pictures are offered beside it. */
  width: number;
  /** AVIF's and WebP's, 1 to 100. */
  quality: number;
}

/**
 * From the best to the lowest acceptable. A phone of 400 points with three pixels each requests 1,200
 * pixels, but at that density hardly anybody can tell two pixels per point from three. So a detailed
 * picture first loses some quality, then width.
 */
const FITS: [HeroFit, ...HeroFit[]] = [
  { width: 1200, quality: 60 },
  { width: 1200, quality: 48 },
  { width: 1000, quality: 45 },
  { width: 828, quality: 45 },
  { width: 828, quality: 32 },
  { width: 640, quality: 32 },
];
export const BEST_FIT = FITS[0];

/** The best fit within `budget` bytes; the lowest one if none fits. */
export async function fitHero(
  budget: number,
  bytesOf: (fit: HeroFit) => Promise<number>,
): Promise<HeroFit> {
  for (const fit of FITS) if ((await bytesOf(fit)) <= budget) return fit;
  return FITS.at(-1) ?? BEST_FIT;
}
