/** What holds for every command, from one table. */
import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { commands } from "../../scripts/commands/index.ts";
import type { Platform } from "../../scripts/lib/platform.ts";
import { type Given, runCli } from "../support/cli.ts";
import { fakeTools, prepareBuild } from "../support/fake-build.ts";
import { TempRoot } from "../support/temp-root.ts";

// citty decides about its colours when it is loaded, and has none in tests.
vi.hoisted(() => {
  for (const name of ["TEST", "CI", "NO_COLOR", "TERM"]) delete process.env[name];
});

interface Row {
  /** An option that is nearly one, and the one that is meant. */
  wrong: [given: string, meant: string];
  /** Arguments where nobody sits at a terminal, the exit status, and what it says to people. */
  alone: [args: string[], status: number, says: RegExp];
}

const WHICH = /^which sale\? npm run sale -- [a-z]+ <sale>\n$/;
const KEY = /this needs the operator's key: .* npm start in another terminal\n$/;

const TABLE: Record<string, Row> = {
  new: { wrong: ["--titel", "title"], alone: [[], 2, /^no sale was made; without a terminal/] },
  list: {
    wrong: ["--jason", "json"],
    alone: [[], 0, /^there is no sale yet; npm run sale -- new/],
  },
  check: { wrong: ["--zon", "zone"], alone: [[], 1, /^there is no sale in site\/content\/sales/] },
  dev: { wrong: ["--sal", "sale"], alone: [["--port", "x"], 2, /^--port x: it must be/] },
  serve: { wrong: ["--stok", "stock"], alone: [["--port", "x"], 2, /^--port x: it must be/] },
  plan: { wrong: ["--shopers", "shoppers"], alone: [[], 2, WHICH] },
  rehearse: { wrong: ["--shopers", "shoppers"], alone: [[], 2, WHICH] },
  build: { wrong: ["--draft", "drafts"], alone: [[], 0, /^building the site…\nbuilding the W/] },
  deploy: { wrong: ["--dryrun", "dry-run"], alone: [["lamp"], 2, /^deploy takes no sale: all/] },
  rollback: { wrong: ["--patince", "patience"], alone: [[], 1, /nothing is deployed, so there/] },
  postpone: { wrong: ["--end", "ends"], alone: [[], 2, WHICH] },
  status: { wrong: ["--jso", "json"], alone: [["lamp"], 2, KEY] },
  watch: { wrong: ["--evry", "every"], alone: [["lamp"], 2, KEY] },
  pause: { wrong: ["--ye", "yes"], alone: [["lamp"], 2, KEY] },
  resume: { wrong: ["--ye", "yes"], alone: [["lamp"], 2, KEY] },
  end: { wrong: ["--ye", "yes"], alone: [["lamp"], 2, KEY] },
  restock: { wrong: ["--ad", "add"], alone: [["lamp", "--add", "1"], 2, KEY] },
  orders: { wrong: ["--formt", "format"], alone: [["lamp"], 2, KEY] },
  cancel: { wrong: ["--ye", "yes"], alone: [["lamp", "7QX2M8KD4RTA9WCE"], 2, KEY] },
  paid: { wrong: ["--ye", "yes"], alone: [["lamp", "7QX2M8KD4RTA9WCE"], 2, KEY] },
  redeliver: { wrong: ["--ordr", "order"], alone: [["lamp", "--all"], 2, KEY] },
  report: { wrong: ["--forc", "force"], alone: [["lamp"], 2, KEY] },
  verify: {
    wrong: ["--order", "orders"],
    alone: [[], 2, /^which file\? npm run sale -- verify <report>/],
  },
  invites: { wrong: ["--cont", "count"], alone: [[], 2, WHICH] },
  "order-system": {
    wrong: ["--prt", "port"],
    alone: [["--port", "x"], 2, /^--port x: it must be/],
  },
};

const project = new TempRoot();
prepareBuild(project);
mkdirSync(project.path("site/content/sales"), { recursive: true });
project.write("site/.keep");
afterAll(() => project.remove());

const nothingDeployed = { deployments: async () => [] } as Partial<Platform> as Platform;
const run = (args: string[], given: Given = {}) =>
  runCli(args, {
    root: project.root,
    tools: fakeTools(project),
    platform: nothingDeployed,
    ...given,
  });
const terminal = { columns: 100, colours: true } as const;

it("the table has every command", () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(Object.keys(commands).toSorted());
});

describe.each(Object.entries(TABLE))("%s", (name, { wrong, alone }) => {
  it("tells its options: by --help, -h and help, the same", async () => {
    const { status, stdout, stderr } = await run([name, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`USAGE npm run sale -- ${name}`);
    expect(stdout).toContain(`--${wrong[1]}`);
    expect((await run([name, "-h"])).stdout).toBe(stdout);
    expect((await run(["help", name])).stdout).toBe(stdout);
  });

  it("is in the list of all", async () => {
    expect((await run([])).stdout).toMatch(new RegExp(`^ +${name} {2,}\\S`, "m"));
  });

  it("tells the version", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await run([name, "--version"])).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("knows what a wrong option means", async () => {
    const [given, meant] = wrong;
    const stderr = `unknown option ${given}; did you mean --${meant}?\n`;
    expect(await run([name, given])).toEqual({ status: 2, stdout: "", stderr });
  });

  it("is what its name with a slip means", async () => {
    const slip = `${name.slice(0, -1)}${name.at(-1)}x`;
    const { status, stderr } = await run([slip]);
    const line = `unknown command "${slip}"; did you mean ${name}?\n`;
    expect({ status, stderr }).toEqual({ status: 2, stderr: line });
  });

  it("says without a terminal what it needs, and waits for nobody", async () => {
    const [args, status, says] = alone;
    const ended = await run([name, ...args]);
    expect(ended.stderr).toMatch(says);
    expect(ended.status).toBe(status);
  });

  it("has colours on a terminal, and none with NO_COLOR", async () => {
    const help = [name, "--help"];
    expect((await run(help, { terminal })).stdout).toContain("\u001B[");
    const plain = await run(help, { terminal, env: { NO_COLOR: "1" } });
    expect(plain.stdout).not.toContain("\u001B");
  });

  it("does not mind a reader who has gone", async () => {
    const { status, stderr } = await run([name, "--help"], { readerGone: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("without a command", () => {
  it.each([[], ["--help"], ["-h"], ["help"], ["help", "--help"]])(
    "%j lists all",
    async (...args) => {
      const { status, stdout } = await run(args.flat());
      expect(status).toBe(0);
      expect(stdout).toMatch(/COMMANDS[\s\S]*new[\s\S]*deploy[\s\S]*report/);
    },
  );

  it("help of what is no command says which is meant", async () => {
    const stderr = 'unknown command "plam"; did you mean plan?\n';
    expect(await run(["help", "plam"])).toEqual({ status: 2, stdout: "", stderr });
  });
});
