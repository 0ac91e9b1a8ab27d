/** A draw that is really held, and what anybody can recompute of it afterwards. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeDraw } from "../support/draw-sale.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

const DRAW = "lamp-draw";
const STOCK = 3;
/** As often as a page asks when it is nearly its turn. */
const EVERY = 3_000;

let copy: ProjectCopy;
let serving: Serving;

beforeAll(async () => {
  copy = new ProjectCopy();
  makeDraw(copy, DRAW, 3);
  writeFileSync(copy.path("keys.env"), `ADMIN_KEY=${"k".repeat(43)}\n`, { mode: 0o600 });
  const options = {
    env: copy.path("keys.env"),
    sale: DRAW,
    "starts-in": "6s",
    stock: STOCK,
    gates: 2,
    slots: 2,
    hold: "1h",
  };
  serving = await startServe(options, copy.root);
});
afterAll(async () => {
  await serving?.stop();
  copy?.remove();
});

/** Asks until called, orders; resolves to the number, and whether there was an order. */
async function takePart(shopper: Shopper): Promise<{ number: number; ordered: boolean }> {
  for (let number = Number.NaN; ; await sleep(EVERY)) {
    const { state, claim, draw } = await shopper.start();
    number = draw?.number ?? number;
    if (state === "ended") return { number, ordered: false };
    if (claim === undefined) continue;
    const { status, body } = await shopper.claim(claim);
    if (status >= 300) continue;
    expect(await startScriptBytes(shopper)).toBeLessThanOrEqual(960);
    return { number, ordered: (await shopper.order(body.order)).status === 201 };
  }
}

/** With claim and order URL, as long as it gets. */
async function startScriptBytes({ jar }: Shopper): Promise<number> {
  const url = `${serving.origin}/start/${DRAW}.js?v=1`;
  const text = await (await fetch(url, { headers: { cookie: jar.header } })).text();
  expect(text).toMatch(/"claim":.*"order":.*"draw":/);
  return Buffer.byteLength(text);
}

it("sells to the lowest numbers, and report, export and verify agree about it, ours and the shell's", async () => {
  const people = Array.from({ length: 6 }, (_, i) => new Shopper(serving, `p${i}@example.com`));
  const before = await Promise.all(people.map((shopper) => shopper.start()));
  const [commitment = ""] = before.map(({ draw }) => draw?.commitment);
  expect(before.every(({ state }) => state === "upcoming")).toBe(true);
  const ended = await Promise.all(people.map(takePart));
  const won = ended.filter(({ ordered }) => ordered).map(({ number }) => number);
  expect(won).toHaveLength(STOCK);
  const lowest = ended.map(({ number }) => number).toSorted((a, b) => a - b);
  // A gate's own shoppers may be called before the other gate has room, so not exactly the first three.
  expect(Math.max(...won)).toBeLessThan(Math.max(...lowest));

  const from = ["--url", serving.origin, "--env", "keys.env"];
  const report = await copy.sale(["report", DRAW, "--json", ...from]);
  writeFileSync(copy.path("report.json"), report.stdout);
  expect(report).toMatchObject({ status: 0, stderr: "" });
  const { draw } = JSON.parse(report.stdout);
  expect(draw.orders.map(({ number }: { number: number }) => number).toSorted()).toEqual(
    won.toSorted(),
  );
  expect(report.stdout).not.toMatch(/example\.com|"shopper"|"orderId"/);
  await copy.sale(["orders", DRAW, "--format", "ndjson", "--out", "orders.ndjson", ...from]);
  const args = ["report.json", "--orders", "orders.ndjson", "--commitment", commitment];
  const verified = await copy.sale(["verify", ...args]);
  expect(verified.stdout).not.toContain("✗");
  expect(verified.status).toBe(0);

  const docs = readFileSync(fileURLToPath(new URL("../../docs/draw.md", import.meta.url)), "utf8");
  writeFileSync(copy.path("verify.sh"), docs.match(/```sh\n([\s\S]*?)```/)?.[1] ?? "");
  const shell = ["verify.sh", "report.json", "orders.ndjson"];
  const { stdout } = spawnSync("sh", shell, { cwd: copy.root, encoding: "utf8" });
  expect(stdout).toBe("all of it holds\n");
});
