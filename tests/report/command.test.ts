import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStatus } from "../operator/a-status.ts";
import { type FakeWorker, KEY, listed, order, startFakeWorker } from "../orders/fake-worker.ts";
import { startCli } from "../support/cli.ts";
import { TempRoot } from "../support/temp-root.ts";

const SALE = "aurora-lamp";
/** Whatever of it is found in a report is one shopper's too much. */
const PERSON = { name: "Zacharias Zebra", email: "zz@hidden.example", address: "Zoo Lane 7" };
const START = Date.UTC(2026, 10, 27, 9);

const project = new TempRoot();
let worker: FakeWorker;
let at: string[];
const env = { ADMIN_KEY: KEY };
const report = (...args: string[]) => project.sale(["report", ...args], { env });
const read = (name: string) => readFileSync(project.path(name), "utf8");

beforeAll(async () => {
  const visit = { referrer: "https://news.example" };
  const gate = [1, 2, 3].map((seq) => order(seq, START + seq * 1_000, { ...PERSON, visit }));
  const soldOut = { state: "ended", stock: 3, sold: 3, left: 0 } as const;
  const { sale: _, ...status } = aStatus({ ...soldOut, gates: 1, visitors: 60 });
  worker = await startFakeWorker({ [SALE]: { ...listed([gate]), status } });
  at = ["--url", worker.operator.url];
  project.copy(`site/content/sales/${SALE}`);
});
afterAll(() => {
  worker.stop();
  project.remove();
});

describe("report", () => {
  it("makes one page, where the command was given, and tells nothing of the people who bought", async () => {
    const { status, stdout, stderr } = await report(SALE, ...at);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${SALE}-report.html\n` });
    expect(stderr).toBe(
      "aurora-lamp: at least 60 visitors; 3 orders, at most 5 % of them; from news.example 3\n",
    );
    const page = read(`${SALE}-report.html`);
    expect(page).toContain("3 of 3 units sold in 3.0 s, from ");
    expect(page).toContain("€147");
    for (const secret of Object.values(PERSON)) expect(page).not.toContain(secret);
    expect(readdirSync(project.root).sort()).toEqual([`${SALE}-report.html`, "site"]);
  });

  it("does not write over a file unless told to, and says so before it asks anybody", async () => {
    project.write("mine.html", "mine");
    const nobody = ["--url", "http://127.0.0.1:9"];
    const stderr = "mine.html is there already; --force writes over it, --out names another file\n";
    expect(await report(SALE, "--out", "mine.html", ...nobody)).toEqual({
      status: 2,
      stdout: "",
      stderr,
    });
    expect(read("mine.html")).toBe("mine");
    const forced = await report(SALE, "--out", "mine.html", "--force", ...at);
    expect(forced).toMatchObject({ status: 0, stdout: "mine.html\n" });
    expect(read("mine.html")).toContain("3 of 3 units sold");
  });

  it("gives programs the figures, and writes no page unless it is named", async () => {
    const before = readdirSync(project.root);
    const { status, stdout, stderr } = await report(SALE, "--json", ...at);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      sale: SALE,
      title: "Aurora table lamp",
      sold: 3,
      revenue: { amount: 147, currency: "EUR" },
      soldOutAfter: 3_000,
      ...{ visitors: 60, conversion: 0.05, orders: 3, paid: 0, cancelled: 0 },
      sources: [{ source: "news.example", orders: 3 }],
      pace: { first: START + 1_000, bestMinute: 3 },
    });
    expect(readdirSync(project.root)).toEqual(before);
    const both = await report(SALE, "--json", "--out", "here.html", ...at);
    expect(both).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) });
    expect(read("here.html")).toContain("3 of 3 units sold");
  });

  it("leaves nothing behind at Ctrl-C", async () => {
    const before = readdirSync(project.root);
    const args = ["report", SALE, "--out", "half.html", ...at];
    const at1 = startCli(args, { root: project.root, env });
    at1.interrupt();
    expect((await at1.ended).status).toBe(130);
    expect(readdirSync(project.root)).toEqual(before);
  });

  it.each([
    [[], "which sale? npm run sale -- report <sale>", 2],
    [["no-such"], /^there is no sale "no-such" at http:\S+$/, 1],
    [[SALE, "--out", "no/such/folder.html"], /^no\/such\/folder.html cannot be written: /, 1],
  ])("refuses %j in one line", async (args, line, status) => {
    const ended = await report(...args, ...(args.length > 0 ? at : []));
    expect(ended).toMatchObject({ status, stdout: "" });
    expect(ended.stderr.trimEnd()).toMatch(line);
    expect(ended.stderr.trimEnd()).not.toContain("\n");
  });
});
