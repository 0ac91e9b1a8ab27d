import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitFor } from "../support/patience.ts";
import { type Spawned, spawnGroup } from "../support/process-group.ts";
import { descendants, gone } from "../support/processes.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { askStart } from "../support/shopper.ts";
import { makePicture } from "./making.ts";
import { on, writeSale } from "./sale-file.ts";

const SALE = "walnut-bowl";
let copy: ProjectCopy;
let command: Spawned;
let origin: string;
let said = "";

beforeAll(async () => {
  copy = new ProjectCopy();
  rmSync(copy.path("site/content/sales/aurora-lamp"), { recursive: true });
  await makePicture(copy.root, "bowl.webp", 500);
  writeSale(copy, SALE, { startsAt: on(20, "+01:00"), price: "cheap" });
  // Astro serves no page where it finds itself in a test of Vitest's.
  const env = { VITEST: undefined, NODE_ENV: undefined };
  const line = [process.execPath, "scripts/sale.ts", "dev", "--port=0", "--starts-in=-1m"];
  command = spawnGroup(line, { cwd: copy.root, env });
  command.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
});
afterAll(async () => {
  command?.kill();
  copy?.remove();
});

const until = <Seen>(look: () => Promise<Seen | undefined> | Seen | undefined) =>
  waitFor(look, () => `something that dev did not show; it said\n${said}`);

const page = async (path: string) => (await fetch(`${origin}${path}`)).text();
const start = async (sale = SALE) => (await askStart({ origin, sale })).message;
const file = () => copy.path("site/content/sales", SALE, "index.md");
const edit = (from: RegExp, to: string) =>
  writeFileSync(file(), readFileSync(file(), "utf8").replace(from, to));

it("begins with a wrong file: says what is wrong, and goes on when it is fixed", async () => {
  await until(() => said.includes("waiting until it is fixed"));
  expect(said).toMatch(/walnut-bowl\/index\.md:5: price: is "cheap"; it must be a number/);
  const ready = once(command.stdout.setEncoding("utf8"), "data");
  edit(/^price: .*$/m, "price: 19.9");
  const [line] = await ready;
  expect(line).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\/sales\/walnut-bowl\n$/);
  origin = new URL(line.slice("ready ".length)).origin;
});

it("shows the page, with the Worker behind it: claim, order form, order", async () => {
  expect(await page(`/sales/${SALE}`)).toMatch(/<h1[^>]*>Walnut bowl/);
  const { message, cookie = "" } = await askStart({ origin, sale: SALE });
  expect(message.state).toBe("open");
  const how = { method: "POST", headers: { cookie, accept: "application/json" } };
  const claimed = await fetch(`${origin}${message.claim}`, how);
  expect(claimed.status).toBe(201);
  const { order } = (await claimed.json()) as { order: string };
  const form = await fetch(`${origin}${order}`, { headers: { cookie } });
  expect(await form.text()).toMatch(/data-expires-at="\d+"[\s\S]*Walnut bowl/);
  const body = new URLSearchParams({ name: "Ada", email: "ada@example.org" });
  const placed = await fetch(`${origin}${order}`, { ...how, body });
  expect(placed.status).toBe(201);
});

it("shows what was edited of the shop: its name and links, also where a sale takes them from it", async () => {
  edit(/^terms: .*\n/m, "");
  const shop = copy.path("site/content/shop.yaml");
  writeFileSync(shop, 'name: "Holzwerk"\nterms: https://holzwerk.shop/terms\n');
  await until(async () => /<title>Walnut bowl · Holzwerk</.test(await page(`/sales/${SALE}`)));
  expect(await page(`/sales/${SALE}`)).toContain('href="https://holzwerk.shop/terms"');
  writeFileSync(shop, 'name: "Holzwerk Kiel"\nterms: https://holzwerk.shop/agb\n');
  await until(async () => /· Holzwerk Kiel</.test(await page(`/sales/${SALE}`)));
  await until(async () =>
    (await page(`/sales/${SALE}`)).includes('href="https://holzwerk.shop/agb"'),
  );
});

it("shows what was edited: the page, and the Worker's times, without losing an order", async () => {
  edit(/^title: .*$/m, 'title: "Cherry bowl"');
  edit(/^startsAt: .*$/m, `startsAt: ${on(19, "+01:00")}`);
  await until(async () => /<h1[^>]*>Cherry bowl/.test(await page(`/sales/${SALE}`)));
  await until(async () => (await start()).startsAt === Date.parse(on(19, "+01:00")));
  expect((await start()).state).toBe("upcoming");
  expect(await page(`/sales/${SALE}`)).toContain(`datetime="${on(19, "+01:00")}"`);
  // On sale again; the sold unit is still sold.
  edit(/^startsAt: .*$/m, `startsAt: ${on(-1, "+01:00")}`);
  await until(async () => (await start()).state === "open");
  expect(await soldThere()).toBe(1);
});

async function soldThere(): Promise<number> {
  const [, secrets] = (await until(() => /^secrets: (\S+)$/m.exec(said))) ?? [];
  const key = /^ADMIN_KEY=(.*)$/m.exec(readFileSync(secrets ?? "", "utf8"))?.[1];
  const headers = { authorization: `Bearer ${key}`, accept: "application/json" };
  const status = await fetch(`${origin}/admin/sales/${SALE}`, { headers });
  return ((await status.json()) as { sold: number }).sold;
}

/** What an open page hears, as Vite's client in it does. */
async function listen(): Promise<{ type: string; err?: { message: string } }[]> {
  const token = /const wsToken = "([^"]*)"/.exec(await page("/@vite/client"))?.[1];
  const socket = new WebSocket(`${origin.replace("http", "ws")}/?token=${token}`, "vite-hmr");
  const heard: { type: string }[] = [];
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
  await until(() => heard.some(({ type }) => type === "connected"));
  return heard;
}

it("a wrong edit is told and leaves everything as it was; a right one is taken again", async () => {
  said = "";
  const heard = await listen();
  edit(/^stock: .*$/m, "stock: many");
  await until(() => said.includes("pages stay as they were until it is fixed"));
  expect(said).toMatch(/index\.md:\d+: stock: is "many"; it must be a whole number/);
  expect(await page(`/sales/${SALE}`)).toMatch(/<h1[^>]*>Cherry bowl/);
  expect(await until(() => heard.find(({ type }) => type === "error"))).toMatchObject({
    err: { message: expect.stringContaining("index.md:7: stock: is") },
  });
  // A page that comes now shows it too.
  const late = await listen();
  expect((await until(() => late.find(({ type }) => type === "error"))).err).toBeDefined();
  const before = heard.length;
  edit(/^stock: .*$/m, "stock: 50");
  await until(() => heard.slice(before).some(({ type }) => type === "full-reload"));
  edit(/^stock: .*$/m, "stock: 40");
  await until(() => /index\.md: pages reload, the Worker knows it\n.*stock 50 → 40/.test(said));
  expect((await listen()).map(({ type }) => type)).not.toContain("error");
});

it("a picture in the text that is not there yet is told with its line, and comes when it is", async () => {
  said = "";
  edit(/$/, "\n![A second bowl](./second.webp)\n");
  await until(() => said.includes("pages stay as they were until it is fixed"));
  expect(said).toMatch(
    /index\.md:\d+: picture \.\/second\.webp: it must be .*there is no such file/,
  );
  await makePicture(copy.path("site/content/sales", SALE), "second.webp", 500);
  await until(async () => /<img[^>]*A second bowl/.test(await page(`/sales/${SALE}`)));
});

it("a sale that is new has its page and its start script, and one that is gone has none", async () => {
  writeSale(copy, "second-bowl", { title: "Second bowl" });
  await until(async () => /<h1[^>]*>Second bowl/.test(await page("/sales/second-bowl")));
  expect((await start("second-bowl")).sale).toBe("second-bowl");
  rmSync(copy.path("site/content/sales/second-bowl"), { recursive: true });
  for (const path of ["/start/second-bowl.js", "/sales/second-bowl"]) {
    await until(async () => (await fetch(`${origin}${path}`)).status === 404);
  }
});

it("ends by SIGINT with status 0, and nothing is left of it", async () => {
  const beneath = descendants(command.pid ?? 0);
  expect(beneath.length).toBeGreaterThan(1);
  const ended = once(command, "exit");
  command.kill("SIGINT");
  expect((await ended)[0]).toBe(0);
  await gone(beneath);
});
