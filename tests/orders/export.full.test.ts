/** What only a process shows: how much memory an export takes, and what a signal does to it. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitFor } from "../support/patience.ts";
import { spawnGroup } from "../support/process-group.ts";
import { endless, type FakeWorker, KEY, startFakeWorker } from "./fake-worker.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = (args: string[], nodeArgs: string[] = []) =>
  spawnGroup([process.execPath, ...nodeArgs, "scripts/sale.ts", ...args], { cwd: ROOT });

let worker: FakeWorker;
let operator: string[];
let folder: string;
beforeAll(async () => {
  worker = await startFakeWorker({ many: endless(10, 7_000) });
  folder = mkdtempSync(join(tmpdir(), "orders-"));
  const env = join(folder, "operator.env");
  writeFileSync(env, `ADMIN_KEY=${KEY}\n`);
  operator = ["--url", worker.operator.url, "--env", env];
});
afterAll(() => {
  worker.stop();
  rmSync(folder, { recursive: true });
});

it("SIGTERM leaves no half file behind", async () => {
  const args = ["orders", "many", "--out", join(folder, "orders.csv"), ...operator];
  const exporting = run(args);
  await waitFor(() => worker.asked.length > 20, "an export that is under way");
  exporting.kill("SIGTERM");
  expect(await once(exporting, "exit")).toEqual([130, null]);
  expect(readdirSync(folder)).toEqual(["operator.env"]);
});

it("exports seventy thousand orders in a memory that could not hold them", async () => {
  // All of these rows at once do not fit into so small a heap.
  const args = ["orders", "many", "--format", "ndjson", ...operator];
  const exporting = run(args, ["--max-old-space-size=36"]);
  const [said, read] = [text(exporting.stderr), inTurn(exporting)];
  expect(await once(exporting, "exit")).toEqual([0, null]);
  expect(await said).toBe("70,000 orders of many\n");
  expect(await read).toBe(70_000);
});

/** Counts the lines and checks their order without keeping them. */
async function inTurn({ stdout }: ChildProcess): Promise<number> {
  let [lines, last, rest] = [0, 0, ""];
  for await (const chunk of stdout?.setEncoding("utf8") ?? []) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const { placedAt } = JSON.parse(part);
      if (placedAt <= last) throw new Error(`${placedAt} came after ${last}`);
      [lines, last] = [lines + 1, placedAt];
    }
  }
  return lines;
}
