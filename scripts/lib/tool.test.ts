import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitFor } from "../../tests/support/patience.ts";
import { contextWith, inContext } from "./context.ts";
import { runScript, ToolLate } from "./tool.ts";

let folder: string;
let tool: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tool-"));
  tool = join(folder, "tool.mjs");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Hangs as wrangler has: no event reaches it any more. Its child holds its output open. */
const HANGING = `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const forever = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
const child = spawn(process.execPath, ["-e", forever], { stdio: "inherit" });
writeFileSync(new URL("pids.json", import.meta.url), JSON.stringify([process.pid, child.pid]));
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
`;

/** Of the tool and its child, once both are there. */
async function running(): Promise<number[]> {
  const file = join(folder, "pids.json");
  await waitFor(
    () => existsSync(file) && readFileSync(file, "utf8").endsWith("]"),
    "a tool and its child",
  );
  return JSON.parse(readFileSync(file, "utf8"));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
const gone = (pids: number[]) => waitFor(() => !pids.some(lives), `the end of ${pids}`);

const LIMIT = 300_000;
const signal = () => new AbortController().signal;

/** The limit is reached when `late` is aborted. */
function run({ late = signal(), interrupted = signal() } = {}) {
  const { stdin, stdout, stderr } = process;
  const given = contextWith({ root: folder, io: { stdin, stdout, stderr, interrupted } });
  return inContext(given, () => runScript("wrangler", [tool], { limit: LIMIT, late, env: {} }));
}

describe("a tool that hangs", () => {
  beforeEach(() => writeFileSync(tool, HANGING));

  it("is ended with all that it has started, and refused in words that say what to do", async () => {
    const limit = new AbortController();
    const ran = run({ late: limit.signal }).catch((error) => error);
    const pids = await running();
    limit.abort();
    const error = await ran;
    expect(error).toBeInstanceOf(ToolLate);
    expect(error.message).toMatch(
      /^wrangler did not finish within 5 minutes, so it was ended\. Try again/,
    );
    await gone(pids);
  });

  it("is ended at Ctrl-C", async () => {
    const controller = new AbortController();
    const interrupted = controller.signal;
    const ran = run({ interrupted }).catch((error) => error);
    const pids = await running();
    controller.abort();
    expect(await ran).toMatchObject({ status: 130 });
    await gone(pids);
    expect(await run({ interrupted }).catch((error) => error.status)).toBe(130);
  });

  it("is ended when the command that runs it is killed", async () => {
    const script = `import { runScript } from ${JSON.stringify(import.meta.resolve("./tool.ts"))};
await runScript("wrangler", [${JSON.stringify(tool)}], { limit: ${LIMIT}, env: {} });`;
    const args = ["--input-type=module", "-e", script];
    const command = spawn(process.execPath, args, { stdio: "ignore" });
    const pids = await running();
    command.kill("SIGKILL");
    await once(command, "exit");
    await gone(pids);
  });
});

it("a tool's status and what it said come back, and a child that it forgot holds nobody up", async () => {
  writeFileSync(
    tool,
    `${HANGING.slice(0, HANGING.lastIndexOf("Atomics"))}
console.log(process.env.ESBUILD_WORKER_THREADS);
console.error("no good");
process.exit(3);`,
  );
  const ran = await run();
  expect(ran).toEqual({ status: 3, out: "0\n", err: "no good\n" });
  await gone(await running());
});
