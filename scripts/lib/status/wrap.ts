/** Lines that fit: between phrases where it can be, between words where it must be. */
import { stripVTControlCharacters } from "node:util";

const length = (text: string) => stripVTControlCharacters(text).length;

export function wrap(text: string, width: number): string[] {
  const phrases = text.split(/(?<=[,;:]) | (?=· )/);
  const pieces = phrases.flatMap((piece) => (length(piece) > width ? piece.split(" ") : [piece]));
  const [first = "", ...rest] = pieces;
  const lines = [first];
  for (const piece of rest) {
    const longer = `${lines.at(-1)} ${piece}`;
    if (length(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
