/**
 * The picture that a shared link shows: the product as it is, and beside it the shop, the price and the
 * start. It uses only Latin letters and digits, which people read in every language. Letters are drawn
 * as outlines, so no text can be injected into the SVG.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import sharp, { type OverlayOptions } from "sharp";
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

/** The shop, as its settings name it. */
export interface ShareShop {
  name?: string | undefined;
  /** Its logo's path. */
  logo?: string | undefined;
}

/** Increase this when the drawing changes. */
const VERSION = 3;

/** A file name from a hash of everything the picture is made of, known before it is drawn. */
export async function shareName(slug: string, facts: ShareFacts, shop: ShareShop): Promise<string> {
  const { image, ...said } = facts;
  const hash = createHash("sha256").update(`${VERSION}${JSON.stringify([said, shop.name])}`);
  if (shop.logo !== undefined) hash.update(await readFile(shop.logo));
  return `${slug}.${hash
    .update(await readFile(image))
    .digest("base64url")
    .slice(0, 10)}.jpg`;
}

export async function sharePicture(facts: ShareFacts, shop: ShareShop): Promise<Buffer> {
  const { width, height } = SHARE_SIZE;
  const { paper } = themeOf(facts.colors).light;
  const product = await sharp(facts.image)
    .rotate()
    .resize({ width: PICTURE, height, fit: "cover", position: "centre" })
    .flatten({ background: paper })
    .toBuffer();
  const logo = shop.logo === undefined ? [] : [await logoIn(shop.logo)];
  const named = logo.length > 0 ? undefined : shop.name;
  const drawn = Buffer.from(drawing(facts, named));
  return sharp({ create: { width, height, channels: 3, background: paper } })
    .composite([{ input: product, left: 0, top: 0 }, ...logo, { input: drawn, left: 0, top: 0 }])
    .jpeg({ quality: 86, mozjpeg: true })
    .toBuffer();
}

async function logoIn(file: string): Promise<OverlayOptions> {
  // An SVG is drawn at this density, and then made smaller: sharp at any size.
  const small = sharp(await readFile(file), { density: 300 }).resize({
    width: ROOM,
    height: 96,
    fit: "inside",
  });
  return { input: await small.png().toBuffer(), left: LEFT, top: TOP };
}

// ── The drawing ─────────────────────────────────────────────────────────────────────────────

/** The product's width; the words are to its right. */
const PICTURE = 690;
const LEFT = PICTURE + 56;
const ROOM = SHARE_SIZE.width - LEFT - 56;
const TOP = 64;
const NAME = 44;
const PRICE = { size: 132, y: 346 };
const WAS = { size: 48, y: 428 };
const START = { size: 38, lines: [524, 576] };

function drawing(facts: ShareFacts, shopName: string | undefined): string {
  const { width, height } = SHARE_SIZE;
  const { ink, muted } = themeOf(facts.colors).light;
  const price = money(facts.price, facts.currency);
  const starts = startLines(facts.startsAt).map(
    (text, line) => fitted(text, { size: START.size, y: START.lines[line] ?? 0, fill: muted }).svg,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
${shopName !== undefined && canLetter(shopName) ? named(shopName, ink) : ""}
${fitted(price, { ...PRICE, fill: ink, spacing: -0.02 }).svg}
${was(facts)}
${starts.join("\n")}
</svg>`;
}

function named(name: string, fill: string): string {
  return fitted(name, { size: NAME, y: TOP + capHeight(NAME), fill }).svg;
}

/** The regular price, crossed out, and what is saved. */
function was({ price, listPrice, currency, colors }: ShareFacts): string {
  if (listPrice === undefined) return "";
  const { muted } = themeOf(colors).light;
  const { size, y } = WAS;
  const text = fitted(money(listPrice, currency), { size, y, fill: muted }, ROOM * 0.55);
  const through = y - capHeight(size) / 2;
  const line = `<rect x="${LEFT - 6}" y="${through - 3}" width="${text.width + 12}" height="6" fill="${muted}"/>`;
  return text.svg + line + chip(LEFT + text.width + 28, price / listPrice, colors);
}

/** "−74%" on the sale's accent colour. */
function chip(x: number, part: number, colors: Colors): string {
  const percent = Math.floor((1 - part) * 100);
  if (percent < 1) return "";
  const { accent, "on-accent": words } = themeOf(colors).light;
  const size = 38;
  const text = letter(`\u2212${percent}%`, { x: x + 16, y: WAS.y, size, fill: words });
  const top = WAS.y - capHeight(size) - 14;
  const box = `<rect x="${x}" y="${top}" width="${text.width + 32}" height="${capHeight(size) + 28}" rx="12" fill="${accent}"/>`;
  return box + text.svg;
}

interface Style {
  size: number;
  y: number;
  fill: string;
  spacing?: number;
}

/** What is too long gets smaller rather than overflowing the picture. */
function fitted(text: string, style: Style, room = ROOM): Lettering {
  const full = letter(text, { x: LEFT, ...style });
  if (full.width <= room) return full;
  return letter(text, { x: LEFT, ...style, size: Math.floor((style.size * room) / full.width) });
}

/** "€49", or "INR 49" if the font lacks the currency's sign. */
function money(amount: number, currency: string): string {
  const style = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
  const text = new Intl.NumberFormat("en-GB", style).format(amount);
  if (canLetter(text)) return text;
  const plain = new Intl.NumberFormat("en-GB", { ...style, currencyDisplay: "code" });
  return plain.format(amount).replace(/\s/g, " ");
}

/** "12 Dec 2026" and "10:00 (UTC+1)". */
function startLines(startsAt: string): string[] {
  const zone = zoneOf(startsAt);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }).format(Date.parse(startsAt));
  const day = format({ day: "numeric", month: "short", year: "numeric" });
  return [day, `${format({ hour: "2-digit", minute: "2-digit" })} (${zoneName(zone)})`];
}
