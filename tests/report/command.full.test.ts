import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "../support/browser.ts";
import { type Ended, runCli } from "../support/cli.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

const LAMP = "aurora-lamp";
/** Whatever of it is found in a report is one shopper's too much. */
const PERSON = {
  name: "Zacharias Zebra",
  email: "zz@hidden.example",
  phone: "+49 30 987654",
  address: "Zoo Lane 7",
  note: "for my aunt Zenobia",
};

let folder: string;
let orders: Server;
let open: Serving;
let at: string[];
let browser: Browser;
/** What programs were told of the sale once it was sold out. */
let json: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
  orders = createServer((_, response) => response.writeHead(204).end());
  await new Promise<void>((done) => orders.listen(0, "127.0.0.1", done));
  const system = `http://127.0.0.1:${(orders.address() as AddressInfo).port}`;
  const state = join(folder, "state");
  const made = { stock: 3, gates: 1, slots: 3, state, "starts-in": "0s" };
  [open, browser] = await Promise.all([startServe({ ...made, "order-system": system }), launch()]);
  at = ["--url", open.origin, "--state", state];
});
afterAll(async () => {
  await Promise.all([open?.stop(), browser?.close()]);
  orders.close();
  orders.closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** In a folder of its own, since that is where the report goes. */
const report = (...args: string[]): Promise<Ended> => runCli(["report", ...args], { cwd: folder });

async function buy(): Promise<void> {
  const shopper = new Shopper(open);
  const claimed = await shopper.claim();
  expect((await shopper.order(claimed.body.order, PERSON)).status).toBe(201);
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("report", () => {
  it("makes a page of a sale that still goes on, and says so", async () => {
    await buy();
    const { status, stdout, stderr } = await report(LAMP, ...at);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${LAMP}-report.html\n` });
    expect(stderr).toBe(
      "aurora-lamp: at least 1 visitor; 1 order, at most 100 % of them; from not known 1\n",
    );
    expect(read(`${LAMP}-report.html`)).toContain("1 of 3 units sold so far");
    expect(read(`${LAMP}-report.html`)).toContain("The sale is still going on");
  });

  it("does not write over a file unless told to, and then with all that is new", async () => {
    await Promise.all([buy(), buy()]);
    const before = read(`${LAMP}-report.html`);
    expect(await report(LAMP, ...at)).toEqual({
      status: 2,
      stdout: "",
      stderr: `${LAMP}-report.html is there already; --force writes over it, --out names another file\n`,
    });
    expect(read(`${LAMP}-report.html`)).toBe(before);
    expect(await report(LAMP, "--force", ...at)).toMatchObject({ status: 0 });
    const page = read(`${LAMP}-report.html`);
    expect(page).toMatch(/3 of 3 units sold in [^<]+, from /);
    expect(page).toContain("€147");
    expect(page).not.toContain("still going on");
    expect(readdirSync(folder).sort()).toEqual([`${LAMP}-report.html`, "state"]);
  });

  it("gives programs the figures, and writes no page unless it is named", async () => {
    const { status, stdout, stderr } = await report(LAMP, "--json", ...at);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      sale: LAMP,
      title: "Aurora table lamp",
      state: "ended",
      stock: 3,
      sold: 3,
      left: 0,
      revenue: { amount: 147, currency: "EUR" },
      soldOutAfter: expect.any(Number),
      pace: { first: expect.any(Number), bestMinute: 3 },
      delivery: { kept: 0 },
    });
    expect(stdout.split("\n")).toHaveLength(2);
    json = stdout;
    const both = await report(LAMP, "--json", "--out", "here.html", ...at);
    expect(both).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) });
    expect(read("here.html")).toContain("3 of 3 units sold");
  });

  it("tells nothing of the people who bought", () => {
    const told = json + read(`${LAMP}-report.html`);
    for (const secret of Object.values(PERSON).flatMap((value) => value.split(/ (?!3)/))) {
      if (secret.length > 3) expect(told).not.toContain(secret);
    }
  });
});

it.concurrent.each([
  ["light", 390],
  ["dark", 1200],
] as const)(
  "a browser shows it %s at %d px: nothing asked for, nothing refused, accessible",
  async (colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const [asked, said] = [[] as string[], [] as string[]];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    const url = pathToFileURL(join(folder, `${LAMP}-report.html`)).href;
    await page.goto(url);
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.locator("svg:visible").count()).toBeGreaterThan(1);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect({ asked, said }).toEqual({ asked: [url], said: [] });
    await context.close();
  },
);
