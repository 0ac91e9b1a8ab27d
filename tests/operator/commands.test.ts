import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextWith, inContext } from "../../scripts/lib/context.ts";
import { watchFor } from "../../scripts/lib/operate/switch.ts";
import { type Given, startCli, TestClock } from "../support/cli.ts";
import { TempRoot } from "../support/temp-root.ts";
import { aStatus } from "./a-status.ts";
import { FakeDeployment } from "./fake-deployment.ts";

const KEY = "the-operators-key";
const HOUR = 3_600_000;
const project = new TempRoot();
let deployment: FakeDeployment;
/** The address, as an option; the key is in the environment. */
let at: string[];

beforeEach(async () => {
  const now = Date.now();
  const running = { startsAt: now - HOUR, endsAt: now + 2 * HOUR };
  deployment = await new FakeDeployment(aStatus(running)).come();
  at = ["--url", deployment.url];
});
afterEach(() => deployment.go());
afterAll(() => project.remove());

const given = (more: Given = {}): Given => ({ env: { ADMIN_KEY: KEY }, ...more });
const sale = (args: string[], more?: Given) => project.sale(args, given(more));
const start = (args: string[], more?: Given) =>
  startCli(args, { root: project.root, ...given(more) });

describe("status", () => {
  it("tells how a sale stands, without colours where nobody looks", async () => {
    const { status, stdout, stderr } = await sale(["status", "lamp", ...at]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^lamp open, ends in (?:2 h|1 h 59 min)\n/);
    expect(stdout).toMatch(/^ {2}sold {6}12 of 50, 38 left$/m);
    expect(stdout).not.toContain("\u001B");
  });

  it("draws bars on a terminal", async () => {
    const { stdout } = await sale(["status", "lamp", ...at], { terminal: { columns: 100 } });
    expect(stdout).toMatch(/█+░+ 12 of 50/);
  });

  it("gives programs the Worker's answer as it is", async () => {
    const { stdout } = await sale(["status", "lamp", "--json", ...at]);
    expect(JSON.parse(stdout)).toEqual(deployment.status);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  it("without a sale, tells of all that have a file, known to the deployment or not", async () => {
    expect(await sale(["status", ...at])).toMatchObject({
      status: 1,
      stderr: "there is no sale in site/content/sales yet\n",
    });
    project.copy("site/content/sales/aurora-lamp");
    const { stdout, stderr } = await sale(["status", ...at]);
    expect({ stdout, stderr }).toEqual({
      stdout: "aurora-lamp  not known to this deployment\n",
      stderr: "",
    });
  });

  it("refuses a sale that is not there, and a key that is nowhere", async () => {
    const unknown = await sale(["status", "no-such", ...at]);
    const line = `there is no sale "no-such" at ${deployment.url}\n`;
    expect(unknown).toEqual({ status: 1, stdout: "", stderr: line });
    const keyless = await sale(["status", "lamp", ...at], { env: {} });
    expect(keyless).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/this needs the operator's key/),
    });
  });
});

describe("pause and resume", () => {
  it("does nothing where nobody can answer the question, and says how to", async () => {
    const { status, stdout, stderr } = await sale(["pause", "lamp", ...at]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /is open, 12 of 50 sold\. No new slots .* Pause it\? Say so with --yes\n$/,
    );
    expect(deployment.status.events).toEqual([]);
  });

  it("asks at a terminal, and takes nothing but a yes", async () => {
    const no = start(["pause", "lamp", ...at], { terminal: { columns: 100 } });
    await no.answers("Pause it?", "n");
    expect((await no.ended).status).toBe(1);
    expect(deployment.status.events).toEqual([]);
    const yes = start(["pause", "lamp", ...at], { terminal: { columns: 100 } });
    await yes.sees("Pause it?");
    yes.type("y");
    expect(await yes.ended).toMatchObject({ status: 0, stdout: "paused\n" });
  });

  it("says that it is paused only once a page sees it; twice is once; and goes on again", async () => {
    const { status, stdout, stderr } = await sale(["pause", "lamp", "--yes", ...at]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "paused\n" });
    expect(stderr).toMatch(/^lamp is paused\nthe start script says paused, after \d\.\d s\n$/);
    const again = await sale(["pause", "lamp", ...at]);
    const already = { status: 0, stdout: "paused\n", stderr: "lamp is paused already\n" };
    expect(again).toEqual(already);
    expect(deployment.status.events).toHaveLength(1);
    const on = await sale(["resume", "lamp", "--yes", ...at]);
    expect(on).toMatchObject({ status: 0, stdout: "open\n" });
  });

  it("is refused when pages do not see it, after five seconds on its clock", async () => {
    deployment.stuck = "open";
    const clock = new TestClock();
    const began = clock.now();
    const { status, stderr } = await sale(["pause", "lamp", "--yes", ...at], { clock });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /lamp is paused\nbut after 5\.\d s the start script says open: look again/,
    );
    expect(clock.now() - began).toBeGreaterThan(5_000);
  });

  it("before the start, says that pages see it then", async () => {
    deployment.status = aStatus({ state: "upcoming", startsAt: Date.now() + HOUR });
    const { status, stdout, stderr } = await sale(["pause", "lamp", "--yes", ...at]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "upcoming\n" });
    expect(stderr).toMatch(/is paused\npages wait for the start until .*, and see it then\n$/);
  });
});

describe("restock", () => {
  it("adds to the stock that there is, or makes it a total, and never lowers it", async () => {
    const added = await sale(["restock", "lamp", "--add", "2", "--yes", ...at]);
    const stderr = "the stock of lamp is 52, 40 left\n";
    expect(added).toEqual({ status: 0, stdout: "52\n", stderr });
    const same = await sale(["restock", "lamp", "--stock", "52", ...at]);
    expect(same).toMatchObject({ status: 0, stderr: "the stock of lamp is 52 already\n" });
    const lower = await sale(["restock", "lamp", "--stock", "5", "--yes", ...at]);
    expect(lower).toMatchObject({ status: 1, stdout: "" });
    expect(deployment.status.stock).toBe(52);
  });
});

describe("end", () => {
  it("is for good: a watch until then ends, and nothing resumes it", async () => {
    const watching = start(["watch", "lamp", "--json", "--until=ended", ...at]);
    await watching.sees('"state":"open"');
    const ended = await sale(["end", "lamp", "--yes", ...at]);
    expect(ended).toMatchObject({ status: 0, stdout: "ended\n" });
    expect(ended.stderr).toMatch(/^lamp has been ended for good\nthe start script says ended/);
    const { status, stdout } = await watching.ended;
    expect(status).toBe(0);
    const looks = stdout.trimEnd().split("\n");
    expect(JSON.parse(looks.at(-1) ?? "")).toMatchObject({ state: "ended" });
    const resumed = await sale(["resume", "lamp", "--yes", ...at]);
    const stderr = "lamp has been ended for good; there is nothing to resume\n";
    expect(resumed).toEqual({ status: 1, stdout: "", stderr });
  });
});

describe("watch", () => {
  it("writes a line when something has changed, and Ctrl-C is no failure", async () => {
    const watching = start(["watch", "lamp", ...at]);
    await watching.sees("12 of 50 sold");
    deployment.status = aStatus({ sold: 13, left: 37 });
    await watching.sees("13 of 50 sold");
    watching.interrupt();
    const { status, stdout, stderr } = await watching.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  });

  it("survives a broken connection, and says so once", async () => {
    const watching = start(["watch", "lamp", ...at]);
    await watching.sees("12 of 50 sold");
    await deployment.go();
    await watching.sees(/nothing listens at .*; trying again\n/);
    deployment.status = aStatus({ sold: 13, left: 37 });
    await deployment.come();
    await watching.sees("13 of 50 sold");
    watching.interrupt();
    const { status, stderr } = await watching.ended;
    expect(status).toBe(0);
    expect(stderr).toMatch(/^[^\n]*trying again\nit answers again\n$/);
  });

  it("draws over itself on a terminal", async () => {
    const watching = start(["watch", "lamp", ...at], { terminal: { columns: 100 } });
    await watching.sees("Ctrl-C ends it");
    await watching.sees("Ctrl-C ends it");
    watching.interrupt();
    expect((await watching.ended).stdout).toContain("\u001B[J");
  });
});

it("does not claim an effect that no page sees, and shows pages no key", async () => {
  const operator = { url: deployment.url, key: KEY, from: "the test" };
  const look = (bound: number) =>
    inContext(contextWith({ clock: new TestClock() }), () =>
      watchFor(operator, "lamp", "paused", bound),
    );
  expect(await look(300)).toMatchObject({ state: "open" });
  expect(deployment.keyed).toEqual([]);
});

it.each([
  [["restock", "lamp"], "say how many: --stock TOTAL in all, or --add N more"],
  [["watch", "--every=1"], "--every 1: it must be a duration of 200ms or more, like 2s"],
  [["watch", "--until=open"], "--until open: it can only be ended"],
])("refuses %j in one line, with status 2", async (args, line) => {
  expect(await sale(args)).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
});
