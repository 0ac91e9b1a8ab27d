import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runSale } from "../support/serve.ts";
import { type FakeSale, type FakeWorker, KEY, order, startFakeWorker } from "./fake-worker.ts";

const SALE = fileURLToPath(new URL("../../scripts/sale.ts", import.meta.url));
const run = (args: string[], nodeArgs: string[] = []) =>
  spawn(process.execPath, [...nodeArgs, SALE, ...args], { stdio: ["ignore", "pipe", "pipe"] });

/** Made up while they are asked for, so that a million of them take no room here. */
function endless(gates: number, perGate: number): FakeSale {
  const note = "please ring twice ".repeat(10);
  const page: FakeSale["page"] = (gate, after, limit) =>
    Array.from({ length: Math.min(limit, perGate - after) }, (_, index) =>
      order(after + index + 1, 1e12 + (after + index) * gates + gate, { note }),
    );
  return { gates, page };
}

let worker: FakeWorker;
let operator: string[];
let folder: string;
let out: string;
beforeAll(async () => {
  const few = { ...endless(3, 40), queued: () => 12 };
  const many = endless(10, 7_000);
  // The first page of its only gate, and then nothing but hanging up.
  let first = true;
  const gate = endless(1, 1_000);
  const page: FakeSale["page"] = (index, after, limit) => {
    first = after === 0;
    return gate.page(index, after, limit);
  };
  const broken = { gates: 1, page, cut: () => (first ? undefined : 0) };
  worker = await startFakeWorker({ few, many, broken });
  folder = mkdtempSync(join(tmpdir(), "orders-"));
  const env = join(folder, "operator.env");
  writeFileSync(env, `ADMIN_KEY=${KEY}\n`);
  operator = ["--url", worker.operator.url, "--env", env];
});
beforeEach(() => {
  out = mkdtempSync(join(folder, "out-"));
});
afterAll(() => {
  worker.stop();
  rmSync(folder, { recursive: true });
});

describe("orders", () => {
  it("prints a sale's orders, and how many they were beside them", async () => {
    const { status, stdout, stderr } = await runSale(["orders", "few", ...operator]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "120 orders of few\n" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(121);
  });

  it("writes a file for its owner only, and over another one only by force", async () => {
    const file = join(out, "orders.ndjson");
    const args = ["orders", "few", "--format", "ndjson", "--out", file, ...operator];
    expect(await runSale(args)).toMatchObject({ status: 0, stdout: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(out)).toEqual(["orders.ndjson"]);
    writeFileSync(file, "mine");
    expect(await runSale(args)).toMatchObject({
      status: 2,
      stderr: `${file} is there already; --force writes over it\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect((await runSale([...args, "--force"])).status).toBe(0);
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(120);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "leaves no half file behind when %s ends it",
    async (signal) => {
      const file = join(out, "orders.csv");
      const before = worker.asked.length;
      const exporting = run(["orders", "broken", "--out", file, ...operator]);
      await until(() => worker.asked.slice(before).some((path) => path.includes("after=500")));
      expect(readdirSync(out)).toHaveLength(1);
      expect(existsSync(file)).toBe(false);
      exporting.kill(signal);
      expect(await once(exporting, "exit")).toEqual([130, null]);
      expect(readdirSync(out)).toEqual([]);
    },
  );

  it("ends quietly when its reader has had enough", async () => {
    const exporting = run(["orders", "many", ...operator]);
    const said = text(exporting.stderr);
    await once(exporting.stdout, "data");
    exporting.stdout.destroy();
    expect(await once(exporting, "exit")).toEqual([0, null]);
    expect(await said).toBe("");
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

  it.each([
    [["orders"], "which sale? npm run sale -- orders <sale>"],
    [["orders", "few", "--format", "xml"], "--format xml: it must be csv or ndjson"],
    [["orders", "../few"], `"../few" is no sale's name: that is its file without .md`],
    [["redeliver", "few"], "say which: --order ID for one, or --all that could not be delivered"],
    [
      ["redeliver", "few", "--order=1", "--all"],
      "say which: --order ID for one, or --all that could not be delivered",
    ],
    [["order-system", "--fail=2"], "--fail 2: fail: must be a share from 0 to 1"],
    [
      ["order-system", "--port=x"],
      "--port x: it must be a whole number from 0 to 65535 (0: a free one)",
    ],
  ])("refuses %j in one line, with status 2", async (args, line) => {
    expect(await runSale(args)).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
  });
});

describe("redeliver", () => {
  it("sends all undelivered orders only after a yes", async () => {
    const args = ["redeliver", "few", "--all", ...operator];
    expect(await runSale(args)).toMatchObject({ status: 2, stdout: "" });
    expect(worker.sent).toEqual([]);
    const done = { status: 0, stdout: "12\n", stderr: "12 orders are on their way again\n" };
    expect(await runSale([...args, "--yes"])).toEqual(done);
    expect(worker.sent).toEqual([{}]);
  });
});

describe("order-system", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "tells where it is, and ends by %s with status 0",
    async (signal) => {
      const env = join(out, "secret.env");
      const secret = `whsec_${btoa("a secret of twenty-four b")}`;
      writeFileSync(env, `ORDER_SYSTEM_SECRET=${secret}\n`);
      const system = run(["order-system", "--port=0", "--hang=1", "--env", env]);
      const said = text(system.stderr);
      const [line] = await once(system.stdout.setEncoding("utf8"), "data");
      const [, url = ""] = /^ready (http:\/\/127\.0\.0\.1:\d+\/orders)\n$/.exec(line) ?? [];
      expect(await (await fetch(new URL("/behaviour", url))).json()).toMatchObject({ hang: 1 });
      system.kill(signal);
      expect(await once(system, "exit")).toEqual([0, null]);
      expect(await said).toContain(env);
      expect(await said).not.toContain(secret);
    },
  );
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

async function until(condition: () => unknown): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
