import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../scripts/lib/rehearse/result.ts";
import { waitFor } from "../support/patience.ts";
import { descendants, gone } from "../support/processes.ts";
import { type Ended, runSale } from "../support/serve.ts";

const SALE = fileURLToPath(new URL("../../scripts/sale.ts", import.meta.url));
/** Small, and with slots that live 20 s, long enough for a slow machine. */
const CROWD = ["--shoppers", "200", "--seed", "7", "--scale", "6", "--for", "40s"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rehearse-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rehearse = (...args: string[]) => runSale(["rehearse", "aurora-lamp", ...CROWD, ...args]);
const verdicts = ({ promises }: Result) => promises.map(({ is }) => is);

describe("a rehearsal", () => {
  let [good, faulty]: (Ended | undefined)[] = [];
  beforeAll(async () => {
    const { stdout } = await runSale(["build"]);
    const worker = readFileSync(stdout.trim().split("\n").at(-1) ?? "", "utf8");
    const sound = worker.split(".held<1");
    // The gate's judgement, and its ledger's own check.
    expect(sound).toHaveLength(3);
    writeFileSync(join(folder, "faulty.js"), sound.join(".held<-1e9"));
    [good, faulty] = await Promise.all([
      rehearse("--json", "--report", join(folder, "good.html")),
      rehearse("--worker", join(folder, "faulty.js"), "--report", join(folder, "faulty.html")),
    ]);
  });

  it("of the built Worker finds each promise held that it can try, and ends with status 0", () => {
    expect(good?.stderr).toContain("forms and hold 6 times faster than in real life");
    const result: Result = JSON.parse(good?.stdout ?? "");
    expect(result.promises.filter(({ is }) => is === "broken")).toEqual([]);
    // So few cannot show that many would not cost more; and there is no door, and no limit by contact.
    expect(verdicts(result)).toEqual([...Array(9).fill("held"), ...Array(3).fill("not tried")]);
    expect(result).toMatchObject({ sold: 50, troubles: { times: 0 }, made: { hold: 20_000 } });
    expect(good?.status).toBe(0);
  });

  it("counts what the crowd asked, by kind, and what that cost each object", () => {
    const { requests, pages, calls, endings, crowd }: Result = JSON.parse(good?.stdout ?? "");
    expect(crowd).toMatchObject({ seed: 7, shoppers: 200, scale: 6, hold: 120_000 });
    const people = Object.values(endings).reduce((sum, count) => sum + count, 0);
    expect(people).toBe(200);
    const { all, ...kinds } = requests;
    expect(Object.values(kinds).reduce((sum, count) => sum + count, 0)).toBe(all);
    // Each load asks once; pages that stay open ask again by themselves.
    expect(requests.start).toBeGreaterThanOrEqual(pages.loads - requests.order);
    expect(calls.methods["gate.claim"]).toBeGreaterThanOrEqual(50);
    expect(calls.methods["gate.claim"]).toBeLessThanOrEqual(requests.claim);
    expect(Object.keys(calls.objects).sort()).toHaveLength(11);
    expect(calls.operator).toBeGreaterThan(0);
  });

  it("writes a report with charts that asks for nothing outside", () => {
    const page = readFileSync(join(folder, "good.html"), "utf8");
    for (const chart of ["Orders", "Wait for an answer", "Refused, by reason", "Calls by method"]) {
      expect(page).toContain(`<figcaption>${chart}`);
    }
    expect(page).toContain("No promise was broken.");
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
  });

  it("of a Worker whose stock check was removed finds promise 3 broken: status 1", () => {
    expect(faulty?.stdout).toMatch(/ 3 {2}broken {5}Never more orders than stock\n.* stock 50\n/);
    expect(faulty?.stdout).toMatch(/ 5 {2}held/);
    expect(readFileSync(join(folder, "faulty.html"), "utf8")).toMatch(/Broken: promise 3/);
    expect(faulty?.status).toBe(1);
  });
});

describe("whatever ends it", () => {
  it.each(["SIGINT", "SIGKILL"] as const)("%s leaves no process and no file", async (signal) => {
    const temporary = mkdtempSync(join(folder, "tmp-"));
    const command = spawn(process.execPath, [SALE, "rehearse", "aurora-lamp", "--shoppers", "50"], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "ignore", "pipe"],
    });
    await said(command, "rehearsing");
    const below = await started(command.pid ?? 0);
    command.kill(signal);
    const [status] = await once(command, "exit");
    await gone(below);
    expect(readdirSync(temporary)).toEqual([]);
    if (signal === "SIGINT") expect(status).toBe(130);
  });
});

function said(command: ChildProcess, text: string): Promise<boolean> {
  let all = "";
  command.stderr?.on("data", (part) => {
    all += part;
  });
  return waitFor(
    () => all.includes(text),
    () => `"${text}" in\n${all}`,
  );
}

/** The crowd's process, and workerd. */
function started(root: number) {
  const runs = ({ command }: { command: string }) => command.includes("workerd");
  return waitFor(() => {
    const below = descendants(root);
    return below.some(runs) && below;
  }, "workerd");
}
