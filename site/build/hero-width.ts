/** The widest hero in pixels, which phones of 400 points and three pixels to each ask for. */
export const HERO_WIDTH = 1200;
