/** One hash for all that decides what is built. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Of files and folders under `root`, tests apart, and of anything else that matters. */
export async function fingerprint(root: string, inputs: string[], extra: unknown): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(extra));
  for (const file of (await Promise.all(inputs.map((input) => filesOf(root, input)))).flat()) {
    const content = await readFile(join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function filesOf(root: string, input: string): Promise<string[]> {
  if (!(await stat(join(root, input))).isDirectory()) return [input];
  const entries = await readdir(join(root, input), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath.slice(root.length), entry.name))
    .sort();
}
