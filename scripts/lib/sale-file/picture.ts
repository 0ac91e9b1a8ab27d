/** What can be said of a picture's file before it is built into pages. */
import { stat } from "node:fs/promises";
import sharp from "sharp";
import { BEST_FIT } from "../../../site/build/hero-fit.ts";

export interface Picture {
  format: string;
  /** Pixels, as it is seen. */
  width: number;
  height: number;
  bytes: number;
}

/** Pixels. A narrower picture is blurred on any phone. */
export const LEAST_WIDTH = 400;
/** The widest that a product page shows it. */
export const FULL_WIDTH = BEST_FIT.width;
/** Larger than any camera's picture needs to be, and every build and clone carries it. */
export const HEAVY = 15_000_000;

/** sharp's names, and the ends of files. */
const FORMATS: Record<string, string> = {
  // Not "tif", which the build does not take for a picture.
  jpeg: "jpg",
  png: "png",
  webp: "webp",
  avif: "avif",
  tiff: "tiff",
  gif: "gif",
};

/** `problem` says "must …". */
export type Looked = { ok: true; picture: Picture } | { ok: false; problem: string };

const no = (problem: string): Looked => ({ ok: false, problem });

export async function lookAt(file: string): Promise<Looked> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return no("must be a picture that exists");
  if (!found.isFile()) return no("must be a picture's file, not a folder");
  try {
    return await read(file, found.size);
  } catch {
    return no("must be a picture that can be read, as JPEG, PNG, WebP or AVIF");
  }
}

async function read(file: string, bytes: number): Promise<Looked> {
  const meta = await sharp(file).metadata();
  const format = meta.format === "heif" && meta.compression === "av1" ? "avif" : meta.format;
  if (!Object.hasOwn(FORMATS, format)) {
    return no(`must be a JPEG, PNG, WebP or AVIF, and this is ${format.toUpperCase()}`);
  }
  const { pages = 1 } = meta;
  // All frames of it would be shown, one below the other.
  if (pages > 1) {
    return no(`must be a still picture, and this has ${pages} frames; save one as JPEG or PNG`);
  }
  // Half a file has a whole head.
  await sharp(file, { failOn: "error" }).resize(16).raw().toBuffer();
  const { width, height } = meta.autoOrient;
  return { ok: true, picture: { format, width, height, bytes } };
}

/** "jpg" for a JPEG, whatever the file was called. */
export const endingOf = ({ format }: Picture) => FORMATS[format] ?? format;

/** "must …" where a file's name says another format than its content has. */
export function endingProblem(name: string, picture: Picture): string | undefined {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  const right = endingOf(picture);
  if (ending === right || (ending === "jpeg" && right === "jpg")) return undefined;
  return `must end in .${right}, because it is a ${picture.format.toUpperCase()} inside; rename it`;
}

export const tooSmall = ({ width }: Picture) => width < LEAST_WIDTH;
