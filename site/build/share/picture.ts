/**
 * The picture that a shared link shows: the hero with price and start drawn on it. It uses only Latin
 * letters and digits, which people read in every language, and no text from the sale's file, so
 * nothing can be injected into the SVG.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import type { Colors } from "../../../edge/contract.ts";
import { zoneName, zoneOf } from "../../zone.ts";
import { themeOf } from "../theme.ts";
import { canLetter, capHeight, type Lettering, letter } from "./lettering.ts";

/** 1.91 to 1, which every social network accepts. */
export const SHARE_SIZE = { width: 1200, height: 630 };

export interface ShareFacts {
  /** The hero's path. */
  image: string;
  price: number;
  listPrice?: number | undefined;
  currency: string;
  /** ISO 8601; shown in its own offset. */
  startsAt: string;
  colors: Colors;
}

/** Increase this when the drawing changes. */
const VERSION = 2;

/** A file name from a hash of everything the picture is made of, known before it is drawn. */
export async function shareName(slug: string, facts: ShareFacts): Promise<string> {
  const { image, ...said } = facts;
  const hash = createHash("sha256").update(`${VERSION}${JSON.stringify(said)}`);
  return `${slug}.${hash
    .update(await readFile(image))
    .digest("base64url")
    .slice(0, 10)}.jpg`;
}

export function sharePicture(facts: ShareFacts): Promise<Buffer> {
  const { width, height } = SHARE_SIZE;
  return sharp(facts.image)
    .rotate()
    .resize({ width, height, fit: "cover", position: "centre" })
    .flatten({ background: themeOf(facts.colors).light.paper })
    .composite([{ input: Buffer.from(drawing(facts)) }])
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer();
}

// ── The drawing ─────────────────────────────────────────────────────────────────────────────

const LEFT = 64;
const PRICE = { size: 148, y: 486 };
const ROOM = { alone: SHARE_SIZE.width - 2 * LEFT, beside: 660 };
const START = { size: 44, y: 566 };

function drawing(facts: ShareFacts): string {
  const { width, height } = SHARE_SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="shade" x1="0" y1="0" x2="0" y2="1">
<stop offset=".3" stop-color="#000" stop-opacity="0"/>
<stop offset=".62" stop-color="#000" stop-opacity=".6"/>
<stop offset="1" stop-color="#000" stop-opacity=".88"/>
</linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#shade)"/>
${prices(facts)}
${letter(startText(facts.startsAt), { x: LEFT, ...START, fill: "#ffffff" }).svg}
</svg>`;
}

function prices({ price, listPrice, currency, colors }: ShareFacts): string {
  const now = fitted(money(price, currency), listPrice === undefined ? ROOM.alone : ROOM.beside);
  if (listPrice === undefined) return now.svg;
  const x = LEFT + now.width + 36;
  const size = 52;
  const was = letter(money(listPrice, currency), { x, y: PRICE.y, size, fill: "#d9d9d9" });
  const through = PRICE.y - capHeight(size) / 2;
  const line = `<rect x="${x - 6}" y="${through - 3}" width="${was.width + 12}" height="6" fill="#d9d9d9"/>`;
  return now.svg + was.svg + line + chip(x, price / listPrice, colors);
}

/** A long price gets smaller rather than overflowing the picture. */
function fitted(text: string, room: number): Lettering {
  const style = { x: LEFT, y: PRICE.y, fill: "#ffffff", spacing: -0.02 };
  const full = letter(text, { ...style, size: PRICE.size });
  if (full.width <= room) return full;
  return letter(text, { ...style, size: Math.floor((PRICE.size * room) / full.width) });
}

/** "−74%" on the sale's accent colour, above the regular price. */
function chip(x: number, part: number, colors: Colors): string {
  const percent = Math.floor((1 - part) * 100);
  if (percent < 1) return "";
  const { accent, "on-accent": words } = themeOf(colors).light;
  const size = 40;
  const y = PRICE.y - capHeight(PRICE.size) + capHeight(size) - 2;
  const text = letter(`\u2212${percent}%`, { x: x + 18, y, size, fill: words });
  const top = y - capHeight(size) - 14;
  const box = `<rect x="${x}" y="${top}" width="${text.width + 36}" height="${capHeight(size) + 28}" rx="12" fill="${accent}"/>`;
  return box + text.svg;
}

/** "€49", or "INR 49" if the font lacks the currency's sign. */
function money(amount: number, currency: string): string {
  const style = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
  const text = new Intl.NumberFormat("en-GB", style).format(amount);
  if (canLetter(text)) return text;
  const plain = new Intl.NumberFormat("en-GB", { ...style, currencyDisplay: "code" });
  return plain.format(amount).replace(/\s/g, " ");
}

/** "12 Dec 2026, 10:00 (UTC+1)". */
function startText(startsAt: string): string {
  const zone = zoneOf(startsAt);
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const options = { ...day, hour: "2-digit", minute: "2-digit", timeZone: zone } as const;
  const format = new Intl.DateTimeFormat("en-GB", options);
  return `${format.format(Date.parse(startsAt))} (${zoneName(zone)})`;
}
