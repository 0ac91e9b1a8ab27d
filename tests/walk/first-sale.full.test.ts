import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { waitFor } from "../support/patience.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { Shopper } from "../support/shopper.ts";
import { KEYS, Terminal } from "../support/terminal.ts";
import { readGuide, type Step } from "./guide.ts";
import { Shop } from "./shop.ts";

const BOWL = "walnut-bowl";
/** The last one that needs no account. */
const FREE = 5;
const guide = readGuide();
const copy = new ProjectCopy();
const shop = new Shop(copy);
const done = new Set<string>();
/** Whatever is still open. */
const terminals = new Set<Terminal>();
/** The first terminal, in which the sale is served while the second one is used. */
let serving: Terminal | undefined;

afterAll(async () => {
  for (const terminal of terminals) terminal.kill();
  await shop.close();
  copy.remove();
});

/** What a person does and sees at each command; without one, that it ends well. */
const STEPS: Record<string, (at: Terminal) => Promise<unknown>> = {
  "npm run sale -- new": async (at) => {
    for (const [question, answer] of guide.answers) {
      await at.answers(question, answer);
      if (question === "When does it start?") {
        await at.sees("Friday 29 November 2030, 10:00 in Berlin");
        await at.sees("Is that right?");
        at.type("y");
      }
    }
    await at.sees("your shop is in site/content/shop.yaml");
    await at.sees(`site/content/sales/${BOWL}/index.md`);
  },
  "npm run sale -- dev": async (at) => {
    await openInBrowser(at);
    at.type(KEYS.ctrlC);
  },
  "npm start": async (at) => {
    const { origin } = new URL(await openInBrowser(at));
    const shopper = new Shopper({ origin, sale: BOWL });
    await waitFor(async () => (await shopper.start()).claim !== undefined, "that it opens");
    expect((await shopper.buy()).status).toBe(201);
    serving = at;
  },
  "npm run sale -- status": (at) => at.sees("sold "),
  "npm run sale -- watch": async (at) => {
    await at.sees("1 of 3");
    at.type(KEYS.ctrlC);
  },
  "npm run sale -- pause": (at) => at.answers("Pause it?", "y"),
  "npm run sale -- resume": (at) => at.answers("Resume it?", "y"),
  "npm run sale -- plan": (at) => at.sees("Safe      yes"),
  "npm run sale -- deploy": async (at) => {
    await at.answers("Deploy doorbuster", "y");
    await at.sees(".doorbuster/deployed.env");
  },
  "npm run sale -- postpone": async (at) => {
    await at.sees("12:00");
    await at.answers("Deploy doorbuster", "y");
  },
  "npm run sale -- end": (at) => at.answers("End it?", "y"),
};

async function openInBrowser(at: Terminal): Promise<string> {
  await at.sees("ready http");
  const url = /ready (\S+)/.exec(at.text)?.[1] ?? "";
  const page = await (await fetch(url)).text();
  expect(page).toContain("Walnut bowl");
  expect(page).toContain("Holzwerk");
  return url;
}

async function walk(steps: Step[], env: NodeJS.ProcessEnv): Promise<void> {
  for (const { command, chapter } of steps) {
    // The trial ends with its chapter.
    if (serving && chapter !== TRIAL) await endTrial(serving);
    const at = new Terminal(copy.root, ["bash", "-c", command], { ...env, CI: "", ADMIN_KEY: "" });
    terminals.add(at);
    const step = Object.entries(STEPS).find(([name]) => command.startsWith(name));
    await step?.[1](at);
    if (step) done.add(step[0]);
    if (at === serving) continue;
    expect(await at.end(), `${command}\n${at.text}`).toBe(0);
    terminals.delete(at);
  }
}

const TRIAL = guide.steps.find(({ command }) => command.startsWith("npm start"))?.chapter;

async function endTrial(at: Terminal): Promise<void> {
  at.type(KEYS.ctrlC);
  expect(await at.end(), at.text).toBe(0);
  terminals.delete(at);
  serving = undefined;
}

const read = (path: string) => readFileSync(copy.path(path), "utf8");

it("docs/first-sale.md leads without an account from `npm ci` to a report", async () => {
  for (const built of ["node_modules", "dist", "build"]) {
    rmSync(copy.path(built), { recursive: true });
  }
  const noAccount = { CLOUDFLARE_API_TOKEN: "", CLOUDFLARE_ACCOUNT_ID: "" };
  // What was installed once need not be fetched again.
  const offline = { npm_config_prefer_offline: "true", npm_config_audit: "false" };
  await walk(
    guide.steps.filter(({ chapter }) => chapter <= FREE),
    { ...noAccount, ...offline },
  );
  expect(existsSync(copy.path(".doorbuster/deployed.env"))).toBe(false);
  expect(read("trial.csv").trim().split("\n")).toHaveLength(2);
  expect(read("trial.html")).toContain("Holzwerk · sale report");
});

it("and from there to a sale at Cloudflare that is over", async () => {
  await shop.open();
  const [chapter6, rest] = [FREE + 1, FREE + 2];
  await walk(
    guide.steps.filter(({ chapter }) => chapter === chapter6),
    shop.env,
  );
  // Until it starts, days go by.
  await shop.serve({ sale: BOWL, "starts-in": "0s" });
  expect((await new Shopper(shop.serving).buy()).status).toBe(201);
  await walk(
    guide.steps.filter(({ chapter }) => chapter >= rest),
    shop.env,
  );
  // The guide still has all that this test knows of.
  expect([...done].toSorted()).toEqual(Object.keys(STEPS).toSorted());
  expect(read("orders.csv").trim().split("\n")).toHaveLength(2);
  expect(read(`${BOWL}-report.html`)).toContain("Walnut bowl");
});
