/** How large and how good a sale's picture can be on a phone within its budget of bytes. */

export interface HeroFit {
  /** Pixels; narrower pictures are offered beside it. */
  width: number;
  /** AVIF's and WebP's, 1 to 100. */
  quality: number;
}

/**
 * From the best to the least that a picture bears. Phones of 400 points and three pixels to each ask
 * for 1,200; at that density, two pixels to a point are hardly told from three, so a busy picture
 * first gives up some quality, then width.
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

/** The best that fits; the least if none does. */
export async function fitHero(
  budget: number,
  bytesOf: (fit: HeroFit) => Promise<number>,
): Promise<HeroFit> {
  for (const fit of FITS) if ((await bytesOf(fit)) <= budget) return fit;
  return FITS.at(-1) ?? BEST_FIT;
}
