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
import { runCli, startCli } from "../support/cli.ts";
import { waitFor } from "../support/patience.ts";
import { spawnGroup } from "../support/process-group.ts";
import { endless, type FakeSale, type FakeWorker, KEY, startFakeWorker } from "./fake-worker.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** As a process, where that is what is tested. */
const run = (args: string[], nodeArgs: string[] = []) =>
  spawnGroup([process.execPath, ...nodeArgs, "scripts/sale.ts", ...args], { cwd: ROOT });

let worker: FakeWorker;
/** Orders that were reported, and what is answered to the next such reports. */
let settled: string[] = [];
let settles: [status: number, body: object][] = [];
let operator: string[];
let folder: string;
let out: string;
beforeAll(async () => {
  const few = { ...endless(3, 40), queued: () => 12 };
  const many = endless(10, 700);
  // The first page of its only gate, and then nothing but hanging up.
  let first = true;
  const gate = endless(1, 1_000);
  const page: FakeSale["page"] = (index, after, limit) => {
    first = after === 0;
    return gate.page(index, after, limit);
  };
  const broken = { gates: 1, page, cut: () => (first ? undefined : 0) };
  const settle: FakeSale["settle"] = (id, change) => {
    settled.push(`${id} ${change}`);
    return settles.shift() ?? [200, { changed: true, orderId: id }];
  };
  worker = await startFakeWorker({ few: { ...few, settle }, many, broken });
  folder = mkdtempSync(join(tmpdir(), "orders-"));
  const env = join(folder, "operator.env");
  writeFileSync(env, `ADMIN_KEY=${KEY}\n`);
  operator = ["--url", worker.operator.url, "--env", env];
});
beforeEach(() => {
  [settled, settles] = [[], []];
  out = mkdtempSync(join(folder, "out-"));
});
afterAll(() => {
  worker.stop();
  rmSync(folder, { recursive: true });
});

describe("orders", () => {
  it("prints a sale's orders, and how many they were beside them", async () => {
    const { status, stdout, stderr } = await runCli(["orders", "few", ...operator]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "120 orders of few\n" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(121);
  });

  it("writes a file for its owner only, and over another one only by force", async () => {
    const file = join(out, "orders.ndjson");
    const args = ["orders", "few", "--format", "ndjson", "--out", file, ...operator];
    expect(await runCli(args)).toMatchObject({ status: 0, stdout: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(out)).toEqual(["orders.ndjson"]);
    writeFileSync(file, "mine");
    expect(await runCli(args)).toMatchObject({
      status: 2,
      stderr: `${file} is there already; --force writes over it, --out names another file\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect((await runCli([...args, "--force"])).status).toBe(0);
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(120);
  });

  it("leaves no half file behind when Ctrl-C ends it", async () => {
    const file = join(out, "orders.csv");
    const before = worker.asked.length;
    const exporting = startCli(["orders", "broken", "--out", file, ...operator]);
    const stuck = () => worker.asked.slice(before).some((path) => path.includes("after=500"));
    await waitFor(stuck, "the second page");
    expect(readdirSync(out)).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
    exporting.interrupt();
    expect(await exporting.ended).toMatchObject({
      status: 130,
      stderr: "the export was interrupted\n",
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it("ends quietly when its reader has had enough", async () => {
    const exporting = run(["orders", "many", ...operator]);
    const said = text(exporting.stderr);
    await once(exporting.stdout, "data");
    exporting.stdout.destroy();
    expect(await once(exporting, "exit")).toEqual([0, null]);
    expect(await said).toBe("");
  });

  it.each([
    [["orders"], "which sale? npm run sale -- orders <sale>"],
    [["orders", "few", "--format", "xml"], "--format xml: it must be csv or ndjson"],
    [
      ["orders", "few", "--format", "ndjson", "--bom"],
      "--bom, --delimiter and --for are for CSV; leave them out with --format ndjson",
    ],
    [
      ["orders", "few", "--delimiter", ":"],
      "--delimiter :: it must be one of: comma, semicolon, tab",
    ],
    [
      ["redeliver", "few", "--order", "7QX2"],
      "--order 7QX2: it must be an order's number, 16 letters and digits like 7QX2M8KD4RTA9WCE",
    ],
    [["orders", "../few"], `"../few" is not a sale's name: that is its file's name without .md`],
    [["redeliver", "few"], "say which: --order ID for one, or --all that could not be delivered"],
    [
      ["redeliver", "few", "--order=1", "--all"],
      "say which: --order ID for one, or --all that could not be delivered",
    ],
    [["order-system", "--fail=2"], "--fail 2: fail: must be a share from 0 to 1"],
    [
      ["order-system", "--payments=shop"],
      "--payments shop: payments: must be where the sales are, like http://127.0.0.1:8787",
    ],
    [
      ["order-system", "--port=x"],
      "--port x: it must be a whole number from 0 to 65535 (0: a free one)",
    ],
  ])("refuses %j in one line, with status 2", async (args, line) => {
    expect(await runCli(args)).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
  });
});

describe("redeliver", () => {
  it.each([
    "7QX2M8KD4RTA90C1",
    "7qx2m8kd4rta90c1",
    "7qx2 m8kd-4rta – 9oci",
    " #7QX2.M8KD.4RTA.9OCL\u200b",
    "'7QX2M8KD4RTA90C1",
  ])("finds the order that %j is read out or copied as", async (order) => {
    worker.sent.length = 0;
    await runCli(["redeliver", "few", "--order", order, ...operator]);
    expect(worker.sent).toEqual([{ orderId: "7QX2M8KD4RTA90C1" }]);
  });

  it("sends all undelivered orders only after a yes", async () => {
    worker.sent.length = 0;
    const args = ["redeliver", "few", "--all", ...operator];
    expect(await runCli(args)).toMatchObject({ status: 2, stdout: "" });
    expect(worker.sent).toEqual([]);
    const done = { status: 0, stdout: "12\n", stderr: "12 orders are on their way again\n" };
    expect(await runCli([...args, "--yes"])).toEqual(done);
    expect(worker.sent).toEqual([{}]);
  });
});

describe.each([
  ["cancel", "cancelled", "is cancelled for good, and its unit goes back on sale."],
  ["paid", "paid", "is noted as paid."],
])("%s", (command, change, consequence) => {
  const ID = "7QX2M8KD4RTA9WCE";
  const act = (...more: string[]) => runCli([command, "few", ID, ...operator, ...more]);

  it("says what it will do, and does nothing without a yes", async () => {
    const stderr = `Order ${ID} ${consequence} Say so with --yes\n`;
    expect(await act()).toEqual({ status: 2, stdout: "", stderr });
    const asking = startCli([command, "few", ID, ...operator], { terminal: { columns: 80 } });
    await asking.answers(consequence.slice(0, 12), "n");
    expect(await asking.ended).toMatchObject({ status: 1, stdout: "" });
    expect(settled).toEqual([]);
  });

  it("does it to the order as it is read out, and says whether it was so before", async () => {
    const read = "7qx2 m8kd-4rta-9wce";
    const args = [command, "few", read, "--yes", ...operator];
    const now = { status: 0, stdout: `${change}\n`, stderr: `order ${ID} is ${change}\n` };
    expect(await runCli(args)).toEqual(now);
    settles = [[200, { changed: false, orderId: ID }]];
    expect(await act("--yes")).toMatchObject({ stderr: `order ${ID} was ${change} already\n` });
    expect(settled).toEqual([`${ID} ${change}`, `${ID} ${change}`]);
  });

  it("asks again when a gate does not answer, since asking twice is asking once", async () => {
    settles = [[503, { code: "full" }]];
    expect(await act("--yes")).toMatchObject({ status: 0 });
    expect(settled).toHaveLength(2);
  });

  it("says when there is no such order, or when it has been cancelled", async () => {
    settles = [
      [404, { code: "not_found" }],
      [409, { code: "order_cancelled" }],
    ];
    const missing = { status: 1, stdout: "", stderr: `there is no order ${ID} in few\n` };
    expect(await act("--yes")).toEqual(missing);
    expect((await act("--yes")).stderr).toMatch(
      /has been cancelled, and its unit is on sale again/,
    );
  });

  it("needs to be told which order, and takes only what may be one", async () => {
    const none = await runCli([command, "few", ...operator]);
    const stderr = `say which order: npm run sale -- ${command} few NUMBER\n`;
    expect(none).toEqual({ status: 2, stdout: "", stderr });
    const odd = await runCli([command, "few", "7QX2", "--yes", ...operator]);
    expect(odd).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/16 letters and digits/),
    });
  });
});

describe("order-system", () => {
  it("tells where it is, and ends at Ctrl-C with status 0", async () => {
    const env = join(out, "secret.env");
    const secret = `whsec_${btoa("a secret of twenty-four b")}`;
    writeFileSync(env, `ORDER_SYSTEM_SECRET=${secret}\n`);
    const system = startCli(["order-system", "--port=0", "--hang=1", "--env", env]);
    await system.sees(/ready .*\n/);
    const [, url = ""] = /^ready (http:\/\/127\.0\.0\.1:\d+\/orders)\n$/.exec(system.stdout) ?? [];
    expect(await (await fetch(new URL("/behaviour", url))).json()).toMatchObject({ hang: 1 });
    system.interrupt();
    const { status, stderr } = await system.ended;
    expect(status).toBe(0);
    expect(stderr).toContain(env);
    expect(stderr).not.toContain(secret);
  });
});
