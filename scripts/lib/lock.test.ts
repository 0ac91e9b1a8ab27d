import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lock } from "./lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const busy = (pid: number) => `held by ${pid}`;

it("a lock that is held is refused with its holder's name, and given back, free", async () => {
  const release = await lock(join(folder, "lock"), 0, busy);
  await expect(lock(join(folder, "lock"), 60, busy)).rejects.toThrow(`held by ${process.pid}`);
  release();
  (await lock(join(folder, "lock"), 0, busy))();
  expect(readdirSync(folder)).toEqual([]);
});

it("a dead holder's lock is free", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(join(folder, "lock"), String(pid));
  await lock(join(folder, "lock"), 0, busy);
  expect(readdirSync(folder)).toEqual(["lock"]);
});

it("one who waits gets it when it is given back", async () => {
  const release = await lock(join(folder, "lock"), 0, busy);
  const waiting = lock(join(folder, "lock"), 5000, busy);
  release();
  await expect(waiting).resolves.toBeTypeOf("function");
});
