import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { DrawProof } from "../../scripts/lib/draw/proof.ts";
import { type DrawnOrder, type Evidence, verifyDraw } from "../../scripts/lib/draw/verify.ts";
import { TempRoot } from "../support/temp-root.ts";
import { aDraw, START } from "./a-draw.ts";

const { proof, exported } = await aDraw();

/** The first problem that is found; undefined when all of it holds. */
async function problem(wrong: Partial<DrawProof>, evidence: Evidence = {}) {
  const checks = await verifyDraw({ ...proof, ...wrong }, evidence);
  return checks.flatMap(({ problems }) => problems)[0];
}
const without = <Item>(list: Item[], index: number) => list.filter((_, i) => i !== index);

describe("verify", () => {
  it("holds for what is true, alone and with the export", async () => {
    expect(await problem({})).toBeUndefined();
    expect(await problem({}, { exported, commitment: proof.commitment })).toBeUndefined();
    const [, , , , , last] = await verifyDraw(proof, { exported });
    expect(last?.what).toBe(
      "40 numbers follow from seed, sale and shopper (1 latecomer by time of arrival)",
    );
  });

  it.each<[string, Partial<DrawProof>, RegExp]>([
    ["another seed", { seed: "A".repeat(43) }, /^the seed's commitment is Zmh6rf/],
    ["no seed yet", { seed: undefined } as never, /revealed at the start/],
    ["a line that steps back", { steps: proof.steps.toReversed() }, /^at 2026-.*stepped back/],
    [
      "numbers called before the start",
      { steps: [{ at: START - 60_000, called: 0.1 }, ...proof.steps] },
      /before the start/,
    ],
    ["a step that is missing", { steps: proof.steps.slice(0, -1) }, /called was only 1$/],
    [
      "an order that was too early",
      { orders: proof.orders.map((order) => ({ ...order, placedAt: START })) },
      /^the order of 2026-11-27T09:00:00.000Z has the number 0\.\d+, called was only 0\.2$/,
    ],
    [
      "two orders of one number",
      { orders: proof.orders.flatMap((order) => [order, order]) },
      /^the number 0\.\d+ has more than one order$/,
    ],
  ])("finds %s", async (_, wrong, line) => {
    expect(await problem(wrong)).toMatch(line);
  });

  it("allows a second order only after the first was cancelled", async () => {
    const [first, ...rest] = proof.orders;
    if (!first) throw new Error("there are orders");
    const cancelled = { ...first, cancelledAt: first.placedAt + 60_000 };
    expect(await problem({ orders: [cancelled, first, ...rest] })).toBeUndefined();
  });

  it("finds a commitment that is not the one of before the start", async () => {
    expect(await problem({}, { commitment: "B".repeat(43) })).toMatch(/^you noted BBB/);
  });

  it.each<[string, DrawnOrder[], RegExp]>([
    [
      "a number that is another shopper's",
      exported.map((order) => ({ ...order, shopper: "somebody-else---" })),
      /^order ORDER0: 0\.\d+, the file says 0\.\d+$/,
    ],
    ["an order that only the report has", without(exported, 3), /is not in the export$/],
    [
      "an order that only the export has",
      [...exported, { ...exported[0], placedAt: START + 1 } as DrawnOrder],
      /at 2026-11-27T09:00:00.001Z is not in the report$/,
    ],
  ])("finds in the export %s", async (_, wrong, line) => {
    expect(await problem({}, { exported: wrong })).toMatch(line);
  });

  it("finds a latecomer who ordered before they came", async () => {
    const early = exported.map((order) =>
      order.number < 1 ? order : { ...order, placedAt: START + 10_000 },
    );
    expect(await problem({ orders: early }, { exported: early })).toBeDefined();
    const checks = await verifyDraw(proof, { exported: early });
    expect(checks.at(-1)?.problems).toEqual([
      "order ORDER40 was placed at 2026-11-27T09:00:10.000Z, before its shopper came",
    ]);
  });
});

// ── The command, and the shell in the docs ──────────────────────────────────────────────────

const root = new TempRoot();
afterAll(() => root.remove());

const lines = (orders: DrawnOrder[]) =>
  orders.map((order) => `${JSON.stringify({ note: '"shopper":"x"', ...order })}\n`).join("");

/** Both files, as `report --json` and `orders --format ndjson` print them. */
function write(name: string, draw: DrawProof, orders = exported): [string, string] {
  root.write(`${name}.json`, JSON.stringify({ sale: draw.sale, title: 'A "draw":', draw }));
  root.write(`${name}.ndjson`, lines(orders));
  return [`${name}.json`, `${name}.ndjson`];
}

const sale = (...args: string[]) => root.sale(["verify", ...args]);

describe("npm run sale -- verify", () => {
  it("says what holds, and what it cannot prove", async () => {
    const [report, orders] = write("true", proof);
    const alone = await sale(report);
    expect(alone).toMatchObject({ status: 0 });
    expect(alone.stdout).toContain("✓ the seed has the commitment\n");
    expect(alone.stderr).toContain(`compare this with what you noted then, or with what a page`);
    expect(alone.stderr).toContain("it cannot prove that the shop sold every unit");
    const all = await sale(report, "--orders", orders, "--commitment", proof.commitment);
    expect(all.status).toBe(0);
    expect(all.stdout.match(/^✓ /gm)).toHaveLength(7);
    expect(all.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("says what does not hold, with status 1", async () => {
    const [report] = write("false", { ...proof, steps: proof.steps.slice(0, 3) });
    const { status, stdout } = await sale(report);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^✗ the numbers of 41 orders had been called when they were placed: no$/m,
    );
    expect(stdout).toMatch(/^ {4}and \d+ more problems$/m);
    const json = await sale(report, "--json");
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ sale: proof.sale, holds: false });
  });

  it("refuses other files in one line that says what to bring", async () => {
    root.write("list.json", "[1]");
    root.write("race.json", '{"sale":"lamp"}');
    root.write("page.html", "<!doctype html>");
    const [report, orders] = write("right", proof);
    for (const [args, line] of [
      [["gone.json"], "gone.json cannot be read (ENOENT)"],
      [["page.html"], "page.html is not JSON; verify takes what was printed by: npm run sale"],
      [["list.json"], "list.json is not what was expected at its beginning; verify takes"],
      [["race.json"], "race.json has no draw in it: only a sale with admission: draw has one"],
      [[orders], "right.ndjson is not JSON; verify takes"],
      [[report, "--orders", report], "right.json:1 is not what was expected at number; --orders"],
    ] as const) {
      const { status, stdout, stderr } = await sale(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toContain(line);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
  });
});

/** The last block of docs/draw.md, written to a file. */
function shellVerify(...args: string[]) {
  const docs = readFileSync(fileURLToPath(new URL("../../docs/draw.md", import.meta.url)), "utf8");
  root.write("verify.sh", docs.match(/```sh\n([\s\S]*?)```/)?.[1] ?? "exit 9");
  const { status, stdout, stderr } = spawnSync("sh", ["verify.sh", ...args], {
    ...{ cwd: root.root, encoding: "utf8" },
  });
  return { status, stdout, stderr };
}

describe.runIf(process.platform === "linux")("the shell in docs/draw.md agrees", () => {
  it("about what is true", () => {
    const expected = { status: 0, stdout: "all of it holds\n", stderr: "" };
    expect(shellVerify(...write("all", proof))).toEqual(expected);
    expect(shellVerify("all.json")).toEqual(expected);
  });

  it("about a number that does not follow, another seed, and an order that was not called", () => {
    const [one, ...rest] = exported;
    const wrong = [{ ...one, shopper: "somebody-else---" } as DrawnOrder, ...rest];
    const forged = shellVerify(...write("forged", proof, wrong));
    expect(forged.stdout).toMatch(/^no: 0\.\d+ is not the number of somebody-else---\n$/);
    expect(forged.status).toBe(1);
    const reseeded = { ...proof, seed: "A".repeat(43) };
    expect(shellVerify(write("reseeded", reseeded)[0]).stdout).toBe(
      "no: the seed has another commitment\n",
    );
    const uncalled = { ...proof, steps: proof.steps.slice(0, 3) };
    const back = { ...proof, steps: proof.steps.toReversed() };
    for (const draw of [uncalled, back]) {
      expect(shellVerify(write("uncalled", draw)[0])).toMatchObject({
        status: 1,
        stdout: "no: the line, or an order that had not been called\n",
      });
    }
  });
});

it("docs/draw.md has the vectors that the code has", async () => {
  const { commitmentOf, lateNumber, numberOf } = await import("../../edge/core.ts");
  const docs = readFileSync(fileURLToPath(new URL("../../docs/draw.md", import.meta.url)), "utf8");
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
  const rows = (pattern: RegExp) => [...docs.matchAll(pattern)].map((row) => row.slice(1));
  const commitments = rows(/^\| `([\w-]{43})` \| `([\w-]{43})` \|$/gm);
  expect(commitments).toHaveLength(3);
  for (const [seed = "", commitment] of commitments) {
    expect(await commitmentOf(bytes(seed))).toBe(commitment);
  }
  const numbers = rows(/^\| `([\w-]{43})` \| `([\w-]+)\/([\w-]{16})` \| `(.+)` \|$/gm);
  expect(numbers).toHaveLength(5);
  for (const [seed = "", name = "", shopper = "", number] of numbers) {
    expect(String(await numberOf(bytes(seed), name, shopper))).toBe(number);
  }
  const late = rows(/^\| ([\d,]+) ms \| `(.+)` \|$/gm);
  expect(late).toHaveLength(2);
  for (const [ms = "", number] of late) {
    expect(String(lateNumber(START + Number(ms.replace(",", "")), START))).toBe(number);
  }
});
