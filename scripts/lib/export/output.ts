/** Where the rows go: standard output, or a file that is there whole or not at all. */
import { existsSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { Refusal, UsageError } from "../refusal.ts";

export interface Output {
  /** Resolves when more may come. */
  write(text: string): Promise<void>;
  finish(): Promise<void>;
  /** Leaves nothing half behind. */
  abandon(): Promise<void>;
}

/** Who reads it has had enough, as `head` after ten lines. */
export class ReaderGone extends Error {}

export function toStream(stream: Writable): Output {
  // Each write hears of it by its callback; without a listener the process would die of it, too.
  stream.on("error", () => {});
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(readerGone(error)) : resolve()));
    });
  return { write, finish: async () => {}, abandon: async () => {} };
}

function readerGone(error: NodeJS.ErrnoException): Error {
  const gone = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
  return gone ? new ReaderGone() : error;
}

/** Writes beside `file` and renames in the end. Readable by its owner only: it holds addresses. */
export async function toFile(file: string, force: boolean): Promise<Output> {
  requireFree(file, force);
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  const handle = await create(beside);
  const abandon = async () => {
    await handle.close().catch(() => {});
    await rm(beside, { force: true });
  };
  return {
    write: async (text) => {
      await handle.appendFile(text);
    },
    finish: async () => {
      await handle.sync();
      await handle.close();
      requireFree(file, force);
      await rename(beside, file);
    },
    abandon,
  };
}

function requireFree(file: string, force: boolean): void {
  if (!force && existsSync(file)) {
    throw new UsageError(`${file} is there already; --force writes over it`);
  }
}

async function create(file: string): Promise<FileHandle> {
  try {
    return await open(file, "w", 0o600);
  } catch (error) {
    throw new Refusal(`--out cannot be written: ${(error as Error).message}`);
  }
}
