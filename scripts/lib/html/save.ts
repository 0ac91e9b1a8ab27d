/** A page as a file that is there whole or not at all. */
import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Refusal, UsageError } from "../refusal.ts";

/** Throws a UsageError when there is something already. Ask before the work is done, not after it. */
export function requireFree(file: string, force: boolean): void {
  if (force || !existsSync(file)) return;
  throw new UsageError(
    `${file} is there already; --force writes over it, --out names another file`,
  );
}

/** Throws a Refusal when it cannot be written. */
export async function savePage(file: string, page: string, force: boolean): Promise<void> {
  requireFree(file, force);
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    await writeFile(beside, page);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Refusal(`${file} cannot be written: ${(error as Error).message}`);
  }
}
