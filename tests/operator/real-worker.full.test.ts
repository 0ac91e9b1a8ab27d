/** The operator's commands against the real Worker, and `watch` as a real process. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { REAL_CLOCK } from "../../scripts/lib/context.ts";
import { saleStatus } from "../../scripts/lib/operate/client.ts";
import { findOperator } from "../../scripts/lib/operate/where.ts";
import { runCli } from "../support/cli.ts";
import { waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { askStart, Shopper } from "../support/shopper.ts";
import { Watching } from "./watching.ts";

const LAMP = "aurora-lamp";
let state: string;
let orders: Server;
let serving: Serving;
/** The address and where the key is. */
let at: string[];

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), "operator-"));
  orders = createServer((_, response) => response.writeHead(503).end("down"));
  await new Promise<void>((done) => orders.listen(0, "127.0.0.1", done));
  const system = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`;
  const made = { stock: 4, gates: 2, slots: 3, state, "starts-in": "0s" };
  serving = await startServe({ ...made, "order-system": system });
  at = ["--url", serving.origin, "--state", state];
});
afterAll(async () => {
  await serving?.stop();
  orders.close();
  orders.closeAllConnections();
  rmSync(state, { recursive: true });
});

/** The Worker takes its time, so the command has to wait on a real clock. */
const sale = (args: string[]) => runCli(args, { clock: REAL_CLOCK });
const stateSeen = async () => (await askStart(serving)).message.state;
const statusOf = () => saleStatus(findOperator({ url: serving.origin, state }), LAMP);

it("status tells how a running sale stands, and why orders wait", async () => {
  expect((await new Shopper(serving).buy()).status).toBe(201);
  await waitFor(async () => (await statusOf()).deliveries.failure, "a delivery that failed");
  const { status, stdout, stderr } = await sale(["status", LAMP, ...at]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^aurora-lamp open, ends in \d+ d/);
  expect(stdout).toMatch(/^ {2}sold {6}1 of 4, 3 left$/m);
  expect(stdout).toMatch(/^ {2}slots {5}0 of 6 open \(2 gates × 3\)$/m);
  expect(stdout).toMatch(/1 waiting\n +last failure .*: HTTP 503\n/);
});

it("pause, resume and restock say what a page sees and the Worker holds", async () => {
  const paused = await sale(["pause", LAMP, "--yes", ...at]);
  expect(await stateSeen()).toBe("paused");
  expect(paused).toMatchObject({ status: 0, stdout: "paused\n" });
  expect(paused.stderr).toMatch(/^aurora-lamp is paused\nthe start script says paused/);
  expect((await statusOf()).events).toHaveLength(1);
  const resumed = await sale(["resume", LAMP, "--yes", ...at]);
  expect(resumed).toMatchObject({ status: 0, stdout: "open\n" });
  expect(await stateSeen()).toBe("open");
  const added = await sale(["restock", LAMP, "--add", "2", "--yes", ...at]);
  expect(added).toMatchObject({ status: 0, stdout: "6\n" });
  expect((await statusOf()).stock).toBe(6);
});

it("watch ends by Ctrl-C with status 0, and quietly when its reader has had enough", async () => {
  const watching = new Watching([LAMP, "--every=200ms", ...at]);
  await watching.says(/open · 1 of 6 sold · 5 left/);
  await new Shopper(serving).buy();
  await watching.says(/open · 2 of 6 sold · 4 left/);
  expect(await watching.stop()).toBe(0);
  expect(watching.err).toBe("");

  const piped = new Watching([LAMP, "--json", "--every=200ms", ...at]);
  await piped.says(/\n/);
  piped.hangUp();
  expect(await piped.end()).toBe(0);
  expect(piped.err).toBe("");
});

it("end is for good: a watch until then ends, and the page has ended", async () => {
  const watching = new Watching([LAMP, "--json", "--until=ended", "--every=200ms", ...at]);
  await watching.says(/"state":"open"/);
  const ended = await sale(["end", LAMP, "--yes", ...at]);
  expect(ended).toMatchObject({ status: 0, stdout: "ended\n" });
  expect(await watching.end()).toBe(0);
  expect(await stateSeen()).toBe("ended");
});
