/**
 * Text as outlines. The picture must look the same on every machine, whatever fonts are installed, so
 * it contains no text, only the shapes of letters from a font that comes with npm.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkitten";

const FILE = "@fontsource/archivo-black/files/archivo-black-latin-400-normal.woff";
let loaded: Font | undefined;

function font(): Font {
  if (loaded) return loaded;
  const made = create(readFileSync(createRequire(import.meta.url).resolve(FILE)));
  if (made.isCollection) throw new Error(`${FILE} holds more than one font`);
  loaded = made;
  return made;
}

/** Whether the font has every letter; it covers Latin languages and a few currency signs. */
export function canLetter(text: string): boolean {
  return [...text].every((letter) => font().hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));
}

export interface Lettering {
  /** SVG filled with `fill`; its baseline begins at `x`, `y`. */
  svg: string;
  width: number;
}

/** `size` in pixels; `spacing` as a fraction of it. */
export function letter(
  text: string,
  { x, y, size, fill, spacing = 0 }: Place & { size: number; fill: string; spacing?: number },
): Lettering {
  const scale = size / font().unitsPerEm;
  let along = x;
  const shapes = [...text].map((sign) => {
    const glyph = font().glyphForCodePoint(sign.codePointAt(0) ?? 0);
    const at = `translate(${along.toFixed(2)} ${y}) scale(${scale} ${-scale})`;
    along += glyph.advanceWidth * scale + spacing * size;
    return `<path transform="${at}" d="${glyph.path.toSVG()}"/>`;
  });
  return { svg: `<g fill="${fill}">${shapes.join("")}</g>`, width: along - x };
}
interface Place {
  x: number;
  y: number;
}

/** From the baseline to the top of capitals and digits. */
export const capHeight = (size: number) => (font().capHeight / font().unitsPerEm) * size;
