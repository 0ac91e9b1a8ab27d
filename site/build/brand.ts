/** The shop's settings as pages use them: pictures measured and named, and an icon for the tab. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import sharp from "sharp";
import { canLetter, capHeight, letter } from "./share/lettering.ts";
import type { Shop } from "./shop.ts";
import { themeOf } from "./theme.ts";

interface BrandPicture {
  /** Its URL, with a hash of what it shows. */
  src: string;
  /** Its absolute path on the machine that builds. */
  file: string;
  /** On the page, CSS pixels. */
  width: number;
  height: number;
}

export interface Brand extends Omit<Shop, "logo" | "logoOnDark" | "icon"> {
  logo?: BrandPicture;
  logoOnDark?: BrandPicture;
  /** An SVG for the browser's tab. */
  icon: string;
}

export async function brandOf(shop: Shop): Promise<Brand> {
  const { logo, logoOnDark, icon, ...rest } = shop;
  return {
    ...rest,
    ...(logo !== undefined && { logo: await pictureOf(logo) }),
    ...(logoOnDark !== undefined && { logoOnDark: await pictureOf(logoOnDark) }),
    icon: icon === undefined ? letterIcon(shop) : await readFile(icon, "utf8"),
  };
}

/** In the header. */
const HEIGHT = 36;
const WIDEST = 200;

async function pictureOf(file: string): Promise<BrandPicture> {
  const content = await readFile(file);
  const { width, height } = await sharp(content).metadata();
  const scale = Math.min(HEIGHT / height, WIDEST / width);
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 10);
  return {
    src: `/logo/${hash}${extname(file)}`,
    file,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  };
}

/** The name's first letter on the shop's colour; a plain disc where the font lacks the letter. */
function letterIcon({ name = "", colors }: Shop): string {
  const { accent, "on-accent": words } = themeOf(colors).light;
  const [first = ""] = [...name.toLocaleUpperCase("en")];
  const shape = first !== "" && canLetter(first) ? centred(first, words) : disc(words);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${accent}"/>${shape}</svg>`;
}

function centred(text: string, fill: string): string {
  const size = 22;
  const { width } = letter(text, { x: 0, y: 0, size, fill });
  return letter(text, { x: 16 - width / 2, y: 16 + capHeight(size) / 2, size, fill }).svg;
}

const disc = (fill: string) => `<circle cx="16" cy="16" r="7" fill="${fill}"/>`;
