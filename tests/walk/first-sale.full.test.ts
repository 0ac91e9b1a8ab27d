import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { Shopper } from "../support/shopper.ts";
import { KEYS, Terminal } from "../support/terminal.ts";
import { readGuide } from "./guide.ts";
import { Shop } from "./shop.ts";

const BOWL = "walnut-bowl";
const guide = readGuide();
const copy = new ProjectCopy();
const shop = new Shop(copy);
let terminal: Terminal | undefined;

beforeAll(() => shop.open());
afterAll(async () => {
  terminal?.kill();
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
    await at.sees(`site/content/sales/${BOWL}/index.md`);
  },
  "npm run sale -- dev": openInBrowser,
  "npm start": openInBrowser,
  "npm run sale -- deploy": async (at) => {
    await at.answers("Deploy doorbuster", "y");
    await at.sees(".doorbuster/deployed.env");
  },
  "npm run sale -- postpone": async (at) => {
    await at.sees("12:00");
    await at.answers("Deploy doorbuster", "y");
  },
  "npm run sale -- watch": async (at) => {
    await at.sees("1 of 20");
    at.type(KEYS.ctrlC);
  },
  "npm run sale -- pause": (at) => at.answers("Pause it?", "y"),
  "npm run sale -- resume": (at) => at.answers("Resume it?", "y"),
  "npm run sale -- end": (at) => at.answers("End it?", "y"),
};

async function openInBrowser(at: Terminal): Promise<void> {
  await at.sees("ready http");
  const url = /ready (\S+)/.exec(at.text)?.[1] ?? "";
  expect(await (await fetch(url)).text()).toContain("Walnut bowl");
  at.type(KEYS.ctrlC);
}

/** What has happened meanwhile, before the guide's chapter that begins with this command. */
const MEANWHILE: Record<string, () => Promise<unknown>> = {
  "npm run sale -- status": async () => {
    await shop.serve({ sale: BOWL, "starts-in": "0s" });
    expect((await new Shopper(shop.serving).buy()).status).toBe(201);
  },
};

it("docs/first-sale.md leads from an idea to a sale that is over, command by command", async () => {
  const done = new Set<string>();
  for (const command of guide.commands) {
    const is = (name: string) => command.startsWith(name);
    await Object.entries(MEANWHILE).find(([name]) => is(name))?.[1]();
    terminal = new Terminal(copy.root, ["bash", "-c", command], {
      ...shop.env,
      CI: "",
      ADMIN_KEY: "",
    });
    const step = Object.entries(STEPS).find(([name]) => is(name));
    await step?.[1](terminal);
    if (step) done.add(step[0]);
    expect(await terminal.end(), `${command}\n${terminal.text}`).toBe(0);
  }
  // The guide still has all that this test knows of.
  expect([...done]).toEqual(Object.keys(STEPS));
  expect(readFileSync(copy.path("orders.csv"), "utf8").trim().split("\n")).toHaveLength(2);
  expect(readFileSync(copy.path(`${BOWL}-report.html`), "utf8")).toContain("Walnut bowl");
});
