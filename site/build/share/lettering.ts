/**
 * Text as outlines. A picture that is drawn where no font is installed, or another one, must look
 * the same: so it holds no text at all, only the shapes of letters from a font that npm brings.
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

/** Whether every letter has a shape; the font has those of Latin languages and a few currencies. */
export function canLetter(text: string): boolean {
  return [...text].every((letter) => font().hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));
}

export interface Lettering {
  /** SVG, filled with `fill`; its base line begins at `x`, `y`. */
  svg: string;
  width: number;
}

/** `size` in pixels; `spacing` in parts of it. */
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

/** From the base line to the top of capitals and digits. */
export const capHeight = (size: number) => (font().capHeight / font().unitsPerEm) * size;
