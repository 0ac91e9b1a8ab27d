import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { contextWith, inContext, REAL_CLOCK } from "./context.ts";
import { lock } from "./lock.ts";
import { DYING } from "./serve/supervise.ts";

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

it("one whose holder has been told to end is waited for as long as that may take", async () => {
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  writeFileSync(join(folder, "lock"), String(holder.pid));
  let waited = 0;
  const wait = async (milliseconds: number) => {
    waited += milliseconds;
    // At the last moment before whoever supervises a server ends it by force.
    if (waited !== 5_000) return;
    holder.kill("SIGKILL");
    await once(holder, "exit");
  };
  const clock = { ...REAL_CLOCK, wait };
  await inContext(contextWith({ clock }), () => lock(join(folder, "lock"), DYING, busy));
  expect(waited).toBe(5_000);
});
