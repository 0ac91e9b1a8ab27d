/** Where a picture lies that a sale's file names, as the file system spells it. */
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { nearest } from "./nearest.ts";

/** `path` is relative to `folder`, with "/" and "./". `problem` says "must …". */
export type FoundPicture = { ok: true; path: string } | { ok: false; problem: string };

const no = (problem: string): FoundPicture => ({ ok: false, problem });

/**
 * Linux knows a file by its exact bytes only: what macOS or Windows would find under a name in other
 * capitals is refused on every machine, and what is the same letters in Unicode is found on every one.
 */
export function findPicture(folder: string, written: string): FoundPicture {
  if (/^[a-z][a-z\d+.-]*:|^[\\/]/i.test(written)) {
    return no("must be the path of a picture from this file, like ./lamp.jpg");
  }
  const wanted = written.replace(/^(?:\.\/)+/, "");
  const parent = dirname(wanted);
  const names = namesIn(join(folder, parent));
  const name = wanted.slice(parent === "." ? 0 : parent.length + 1);
  const same = names.find((one) => one === name) ?? names.find((one) => nfc(one) === nfc(name));
  const at = (one: string) => `./${parent === "." ? "" : `${parent}/`}${one}`;
  if (same === undefined) return no(missing(name, names, at));
  if (!statSync(join(folder, at(same)), { throwIfNoEntry: false })?.isFile()) {
    return no("must be a picture's file, and this is none");
  }
  return judgeName(same) ?? { ok: true, path: at(same) };
}

const nfc = (text: string) => text.normalize("NFC");

function namesIn(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? readdirSync(folder) : [];
}

function missing(name: string, names: string[], at: (name: string) => string): string {
  const right = "must be the path, from this file, of a picture that exists";
  const pictures = names.filter((one) => ENDING.test(one));
  const meant = nearest(nfc(name).replaceAll("\\", "/").split("/").at(-1) ?? "", pictures);
  return `${right}, like ${meant ? at(meant) : "./lamp.jpg"}; there is no such file`;
}

/** As Astro has them, whatever the file is inside. */
const ENDING = /\.(?:jpe?g|png|webp|avif|tiff|gif)$/i;

/** In the path of a module, ? and # begin something else, and % stands for another sign. */
function judgeName(name: string): FoundPicture | undefined {
  if (/[?#%]/.test(name)) return no("must be called something without ?, # and %; rename the file");
  if (ENDING.test(name)) return undefined;
  return no("must end in .jpg, .png, .webp or .avif; save it as one of these");
}
