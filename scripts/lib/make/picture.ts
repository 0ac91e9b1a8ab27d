/** The picture that a marketer names: a path as people type it or drop it onto a terminal. */
import { homedir } from "node:os";
import { join } from "node:path";
import { FULL_WIDTH, LEAST_WIDTH, lookAt, type Picture, tooSmall } from "../check/picture.ts";
import { givenPath } from "../project.ts";

/** Without the quotes, backslashes and file:// that a terminal puts around a dropped file. */
export function cleanPath(text: string): string {
  const bare = text.trim().replace(/^(['"])(.*)\1$/, "$2");
  if (bare.startsWith("file://")) return pathOf(bare.slice("file://".length));
  const plain = process.platform === "win32" ? bare : bare.replace(/\\(.)/g, "$1");
  return plain.startsWith("~/") ? join(homedir(), plain.slice(2)) : plain;
}

/** A `%` that was never encoded stands for itself. */
function pathOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

export async function findPicture(
  text: string,
): Promise<{ ok: true; file: string; picture: Picture } | { ok: false; problem: string }> {
  const file = givenPath(cleanPath(text));
  const looked = await lookAt(file);
  if (!looked.ok) return looked;
  if (!tooSmall(looked.picture)) return { ...looked, file };
  const { width } = looked.picture;
  const problem = `must be at least ${LEAST_WIDTH} pixels wide (better ${FULL_WIDTH}), and this has ${width}`;
  return { ok: false, problem };
}

export async function pictureProblem(text: string): Promise<string | undefined> {
  const found = await findPicture(text);
  return found.ok ? undefined : found.problem;
}
