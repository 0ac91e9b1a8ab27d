/** Whether a logo can be seen where pages show it: how large it is, and on which paper it stands out. */
import { readFile } from "node:fs/promises";
import sharp from "sharp";

export interface LogoLook {
  width: number;
  height: number;
  bytes: number;
  isVector: boolean;
  /** What an SVG has and a picture must not: "a script", "a picture from elsewhere". */
  odd: string[];
}

export async function lookAtLogo(file: string): Promise<LogoLook> {
  const content = await readFile(file);
  const { width, height, format } = await sharp(content).metadata();
  const isVector = format === "svg";
  return {
    width,
    height,
    bytes: content.length,
    isVector,
    odd: isVector ? oddIn(content.toString()) : [],
  };
}

const ODD: [what: string, sign: RegExp][] = [
  ["a script", /<script\b|\son[a-z]+\s*=/i],
  ["a part from elsewhere, which pages do not load", /(?:href|src)\s*=\s*["']\s*(?:https?:)?\/\//i],
  ["text, which looks different where its font is missing", /<text\b/i],
];

const oddIn = (svg: string) => ODD.filter(([, sign]) => sign.test(svg)).map(([what]) => what);

/** WCAG 2.2, 1.4.11: what is no text needs this contrast to be seen. */
const SEEN = 3;
/** Of its pixels: a mark in a pale colour beside dark letters is still a logo. */
const ENOUGH = 0.25;

/** Whether enough of it stands out from the paper, `#rrggbb`. */
export async function standsOut(file: string, paper: string): Promise<boolean> {
  // By its content: sharp remembers a file that it has read, also when another one has its place.
  const small = sharp(await readFile(file), { density: 200 })
    .resize({ height: 72 })
    .toColourspace("srgb");
  const { data, info } = await small.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const ground = luminance(...channels(paper));
  let [solid, seen] = [0, 0];
  for (let at = 0; at < data.length; at += info.channels) {
    const [r = 0, g = 0, b = 0, alpha = 0] = data.subarray(at, at + 4);
    if (alpha < 128) continue;
    solid += 1;
    if (contrast(luminance(r, g, b), ground) >= SEEN) seen += 1;
  }
  return solid > 0 && seen / solid >= ENOUGH;
}

function channels(color: string): [number, number, number] {
  const at = (from: number) => Number.parseInt(color.slice(from, from + 2), 16);
  return [at(1), at(3), at(5)];
}

/** Relative luminance, as WCAG defines it for sRGB. */
function luminance(...rgb: [number, number, number]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
