/** A page as a file that is there whole or not at all. */

import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { givenPath } from "../project.ts";
import { Refusal, UsageError } from "../refusal.ts";

/** Throws a UsageError when there is something already. Ask before the work is done, not after it. */
export function requireFree(file: string, force: boolean): void {
  if (force || !existsSync(givenPath(file))) return;
  throw new UsageError(
    `${file} is there already; --force writes over it, --out names another file`,
  );
}

/** Throws a Refusal when it cannot be written. */
export async function savePage(file: string, page: string, force: boolean): Promise<void> {
  requireFree(file, force);
  const path = givenPath(file);
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    await writeFile(beside, page);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Refusal(`${file} cannot be written: ${(error as Error).message}`);
  }
}
