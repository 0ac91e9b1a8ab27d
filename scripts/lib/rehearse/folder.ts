/**
 * Where a rehearsal keeps its data: in memory if the system has a place for files there. Each slot and
 * each order is on the disk before it is answered, so what a busy disk takes would be all one learns.
 * A crash of the runtime finds the files again all the same.
 */
import { statfsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Linux has it, if not always with room. */
const IN_MEMORY = "/dev/shm";
const MIB = 2 ** 20;
/** For the site, and for each object: its data, and what SQLite has not yet merged into them. */
const NEEDED = { site: 32 * MIB, object: 4.5 * MIB };

/** Makes a new one. `TMPDIR` in the environment names another place. */
export function makeFolder(gates: number): Promise<string> {
  const room = NEEDED.site + NEEDED.object * (gates + 1);
  const inMemory = process.env.TMPDIR === undefined && freeIn(IN_MEMORY) > room;
  return mkdtemp(join(inMemory ? IN_MEMORY : tmpdir(), "doorbuster-rehearsal-"));
}

/** Bytes; none where there is no such place. */
function freeIn(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
