import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saleStatus } from "../../scripts/lib/operator/client.ts";
import { watchFor } from "../../scripts/lib/operator/start-script.ts";
import { findOperator, readSettings } from "../../scripts/lib/operator/where.ts";
import { KEY, startFakeWorker } from "../orders/fake-worker.ts";
import { runSale, type Serving, startServe } from "../support/serve.ts";
import { askStart, Shopper } from "../support/shopper.ts";
import { aStatus } from "./a-status.ts";
import { FakeDeployment } from "./fake-deployment.ts";
import { Watching } from "./watching.ts";

const LAMP = "aurora-lamp";
let folder: string;
let env: string;
let orders: Server;
let open: Serving;
let coming: Serving;
/** The address and the key of each. */
let at: string[];
let atComing: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "operator-"));
  env = join(folder, "fake.env");
  writeFileSync(env, `ADMIN_KEY=${KEY}\n`);
  orders = createServer((_, response) => response.writeHead(503).end("down"));
  await new Promise<void>((done) => orders.listen(0, "127.0.0.1", done));
  const system = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`;
  const made = { stock: 4, gates: 2, slots: 3 };
  const [state, later] = [join(folder, "open"), join(folder, "coming")];
  [open, coming] = await Promise.all([
    startServe({ ...made, state, "starts-in": "0s", "order-system": system }),
    startServe({ ...made, state: later, "starts-in": "1h" }),
  ]);
  at = ["--url", open.origin, "--state", state];
  atComing = ["--url", coming.origin, "--state", later];
});
afterAll(async () => {
  await Promise.all([open?.stop(), coming?.stop()]);
  orders.close();
  orders.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const stateSeen = async () => (await askStart(open)).message.state;
const statusOf = () => {
  const where = { url: open.origin, state: join(folder, "open") };
  return saleStatus(findOperator(where), LAMP);
};

describe("status", () => {
  it("tells how a running sale stands, and why orders wait", async () => {
    expect((await new Shopper(open).buy()).status).toBe(201);
    while ((await statusOf()).deliveries.failure === undefined) await sleep(100);
    const { status, stdout, stderr } = await runSale(["status", LAMP, ...at]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^aurora-lamp open, ends in \d+ d/);
    expect(stdout).toMatch(/^ {2}sold {6}1 of 4, 3 left$/m);
    expect(stdout).toMatch(/^ {2}slots {5}0 of 6 open \(2 gates × 3\)$/m);
    expect(stdout).toMatch(/1 waiting\n +last failure .*: HTTP 503\n/);
    // No escape where nobody looks.
    expect(stdout).not.toContain("\u001B");
  });

  it("gives programs the Worker's answer as it is", async () => {
    const key = readSettings(join(folder, "open", "secrets.env")).ADMIN_KEY;
    const headers = { authorization: `Bearer ${key}`, accept: "application/json" };
    const ask = async () => (await fetch(`${open.origin}/admin/sales/${LAMP}`, { headers })).text();
    // An order may be tried again in between, which the answer tells.
    for (let before = "", after = await ask(); before !== after; ) {
      before = after;
      const { stdout } = await runSale(["status", LAMP, "--json", ...at]);
      after = await ask();
      if (before === after) expect(stdout).toBe(`${after}\n`);
    }
  });
});

describe("pause and resume", () => {
  it("does nothing where nobody can answer the question, and says how to", async () => {
    const { status, stdout, stderr } = await runSale(["pause", LAMP, ...at]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /is open, 1 of 4 sold\. No new slots .* Pause it\? Say so with --yes\n$/,
    );
    expect(await stateSeen()).toBe("open");
  });

  it("says that it is paused only once a page sees it; twice is once", async () => {
    const { status, stdout, stderr } = await runSale(["pause", LAMP, "--yes", ...at]);
    expect(await stateSeen()).toBe("paused");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "paused\n" });
    expect(stderr).toMatch(
      /^aurora-lamp is paused\nthe start script says paused, after \d\.\d s\n$/,
    );
    expect(await runSale(["pause", LAMP, ...at])).toEqual({
      status: 0,
      stdout: "paused\n",
      stderr: "aurora-lamp is paused already\n",
    });
    expect((await statusOf()).events).toHaveLength(1);
  });

  it("goes on again", async () => {
    expect(await runSale(["resume", LAMP, "--yes", ...at])).toMatchObject({
      status: 0,
      stdout: "open\n",
    });
    expect(await stateSeen()).toBe("open");
  });
});

describe("restock", () => {
  it("adds to the stock that there is, or makes it a total, and never lowers it", async () => {
    const added = await runSale(["restock", LAMP, "--add", "2", "--yes", ...at]);
    expect(added).toEqual({
      status: 0,
      stdout: "6\n",
      stderr: "the stock of aurora-lamp is 6, 5 left\n",
    });
    const same = await runSale(["restock", LAMP, "--stock", "6", ...at]);
    expect(same).toMatchObject({ status: 0, stderr: "the stock of aurora-lamp is 6 already\n" });
    const lower = await runSale(["restock", LAMP, "--stock", "5", "--yes", ...at]);
    expect(lower).toMatchObject({ status: 1, stdout: "" });
    expect((await statusOf()).stock).toBe(6);
  });
});

describe("watch", () => {
  it("writes a line when something has changed, and Ctrl-C is no failure", async () => {
    const watching = new Watching([LAMP, "--every=200ms", ...at]);
    await watching.says(/open · 1 of 6 sold · 5 left/);
    await new Shopper(open).buy();
    await watching.says(/open · 2 of 6 sold · 4 left/);
    await sleep(350);
    expect(await watching.stop()).toBe(0);
    const lines = watching.out.trimEnd().split("\n");
    const told = lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
    expect(new Set(told).size).toBe(told.length);
    expect(watching.err).toBe("");
  });

  it("ends quietly when its reader has had enough", async () => {
    const watching = new Watching([LAMP, "--json", "--every=200ms", ...at]);
    await watching.says(/\n/);
    watching.hangUp();
    expect(await watching.end()).toBe(0);
    expect(watching.err).toBe("");
  });
});

describe("end", () => {
  it("is for good: a watch until then ends, and nothing resumes it", async () => {
    const watching = new Watching([LAMP, "--json", "--until=ended", "--every=200ms", ...at]);
    await watching.says(/"state":"open"/);
    const ended = await runSale(["end", LAMP, "--yes", ...at]);
    expect(ended).toMatchObject({ status: 0, stdout: "ended\n" });
    expect(ended.stderr).toMatch(
      /^aurora-lamp has been ended for good\nthe start script says ended/,
    );
    expect(await watching.end()).toBe(0);
    const looks = watching.out.trimEnd().split("\n");
    expect(JSON.parse(looks.at(-1) ?? "")).toMatchObject({ state: "ended" });
    const twice = await runSale(["end", LAMP, ...at]);
    expect(twice).toMatchObject({ status: 0, stderr: "aurora-lamp has been ended already\n" });
    expect(await runSale(["resume", LAMP, "--yes", ...at])).toEqual({
      status: 1,
      stdout: "",
      stderr: "aurora-lamp has been ended for good; there is nothing to resume\n",
    });
  });
});

describe.concurrent("beside it", () => {
  it("without a sale, tells of all that have a file, known to the deployment or not", async () => {
    const all = await runSale(["status", ...atComing]);
    expect(all.stdout).toMatch(
      /^aurora-lamp +upcoming(?:, paused)? · 0 of 4 sold .* starts in 59 min \d+ s$/m,
    );
    const empty = await startFakeWorker({});
    const none = await runSale(["status", "--url", empty.operator.url, "--env", env]);
    empty.stop();
    expect(none).toMatchObject({ status: 0, stderr: "" });
    expect(none.stdout).toMatch(/^aurora-lamp +not known to this deployment$/m);
  });

  it("refuses a sale that is not there", async () => {
    const line = `there is no sale "no-such" at ${open.origin}\n`;
    expect(await runSale(["status", "no-such", ...at])).toEqual({
      status: 1,
      stdout: "",
      stderr: line,
    });
  });

  it("before the start, says that pages see it then", async () => {
    const { status, stdout, stderr } = await runSale(["pause", LAMP, "--yes", ...atComing]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "upcoming\n" });
    expect(stderr).toMatch(/is paused\npages wait for the start until .*, and see it then\n$/);
    const { stdout: after } = await runSale(["status", LAMP, ...atComing]);
    expect(after).toMatch(/^aurora-lamp upcoming, paused, starts in/);
  });

  it("does not claim an effect that no page sees, and shows pages no key", async () => {
    const deployment = await new FakeDeployment(aStatus()).come();
    const operator = { url: deployment.url, key: KEY, from: "the test" };
    expect(await watchFor(operator, "lamp", "paused", 300)).toMatchObject({ state: "open" });
    expect(deployment.keyed).toEqual([]);
    await deployment.go();
    expect(await watchFor(operator, "lamp", "paused", 100)).toMatchObject({ state: undefined });
  });

  it("survives a broken connection, and says so once", async () => {
    const deployment = await new FakeDeployment(aStatus()).come();
    const watching = new Watching(["lamp", "--every=200ms", "--url", deployment.url, "--env", env]);
    await watching.says(/12 of 50 sold/);
    await deployment.go();
    await watching.says(/nothing listens at .*; trying again\n/);
    await sleep(350);
    deployment.status = aStatus({ sold: 13, left: 37 });
    await deployment.come();
    await watching.says(/13 of 50 sold/);
    expect(await watching.stop("SIGTERM")).toBe(0);
    await deployment.go();
    expect(watching.err).toMatch(/^[^\n]*trying again\nit answers again\n$/);
  });

  it.each([
    [["restock", "lamp"], "say how many: --stock TOTAL in all, or --add N more"],
    [["watch", "--every=1"], "--every 1: it must be a duration of 200ms or more, like 2s"],
    [["watch", "--until=open"], "--until open: it can only be ended"],
  ])("refuses %j in one line, with status 2", async (args, line) => {
    expect(await runSale(args)).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
  });
});
