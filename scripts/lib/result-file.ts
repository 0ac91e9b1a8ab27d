/** A file that a command writes: complete or absent, and never over another one unless told to. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { givenPath } from "./project.ts";
import { Refusal, UsageError } from "./refusal.ts";

/** Where rows go, one batch after the other. */
export interface Sink {
  /** Resolves when more may come. */
  write(text: string): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing half behind. */
  abandon(): Promise<void>;
}

/** Throws a UsageError when there is something already. Ask before the work is done, not after it. */
export function requireFree(file: string, force: boolean): void {
  if (force || !existsSync(givenPath(file))) return;
  throw new UsageError(
    `${file} is there already; --force writes over it, --out names another file`,
  );
}

/**
 * `file` as it was given. Writes beside it and renames in the end. `mode`: who may read it. Throws a
 * Refusal when it cannot be written.
 */
export async function toFile(file: string, force: boolean, mode = 0o666): Promise<Sink> {
  requireFree(file, force);
  const path = givenPath(file);
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const handle = await create(file, beside, mode);
  return {
    write: async (text) => {
      await handle.appendFile(text);
    },
    finish: async () => {
      await handle.sync();
      await handle.close();
      requireFree(file, force);
      await rename(beside, path);
    },
    abandon: async () => {
      await handle.close().catch(() => {});
      await rm(beside, { force: true });
    },
  };
}

async function create(file: string, beside: string, mode: number): Promise<FileHandle> {
  try {
    return await open(beside, "wx", mode);
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** A text, as a whole. */
export async function saveFile(file: string, text: string, force: boolean): Promise<void> {
  const sink = await toFile(file, force);
  try {
    await sink.write(text);
    await sink.finish();
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}
