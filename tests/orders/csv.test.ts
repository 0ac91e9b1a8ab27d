import { afterEach, expect, it } from "vitest";
import { exported } from "./exporting.ts";
import { type FakeWorker, listed, order, startFakeWorker } from "./fake-worker.ts";

let worker: FakeWorker | undefined;
afterEach(() => worker?.stop());

async function csvOf(...orders: Parameters<typeof order>[2][]): Promise<string[]> {
  const gate = orders.map((more, index) => order(index + 1, Date.UTC(2026, 10, 27) + index, more));
  worker = await startFakeWorker({ lamp: listed([gate]) });
  return (await exported(worker.operator, { format: "csv" })).split("\n");
}

it("writes one line for each order, with times as people and spreadsheets read them", async () => {
  const [head, row, end] = await csvOf({
    orderId: "7QX",
    name: "Ada Lovelace",
    email: "ada@example.com",
    note: "ring twice",
    delivery: { state: "waiting", attempts: 2, nextAt: Date.UTC(2026, 10, 28), status: 503 },
  });
  expect(head).toBe(
    "orderId,sale,gate,placedAt,name,email,phone,address,note,delivery,attempts,nextAt,deliveredAt,status,error",
  );
  expect(row).toBe(
    "7QX,lamp,0,2026-11-27T00:00:00.000Z,Ada Lovelace,ada@example.com,,,ring twice,waiting,2,2026-11-28T00:00:00.000Z,,503,",
  );
  expect(end).toBe("");
});

it.each(["=1+1", "+49 30 1234", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")'])(
  "keeps %j from being a formula",
  async (name) => {
    const [, row] = await csvOf({ name });
    expect(row).toContain(`'${name.replaceAll('"', '""')}`);
  },
);

it("keeps a return at a cell's beginning from being a formula or a line", async () => {
  const text = (await csvOf({ name: "\r=1" })).join("\n");
  expect(text).toContain(`"'\r=1"`);
});

it("keeps quotes, commas, line breaks and every script", async () => {
  const [, row, more] = await csvOf({ name: 'Zoë "Z", 王芳 🏮\u2028x', address: "1, Lane\nTown" });
  expect(`${row}\n${more}`).toContain('"Zoë ""Z"", 王芳 🏮\u2028x"');
  expect(`${row}\n${more}`).toContain('"1, Lane\nTown"');
});

it("lets nothing that a shopper typed steer the terminal, in CSV or in JSON", async () => {
  const name = "Ada\u009b2J\u001b[2J \u202eecalevoL\u2069";
  const text = (await csvOf({ name, address: "1, Lane\nTown" })).join("\n");
  expect(text).toContain("Ada2J[2J ecalevoL");
  const lines = await exported((worker as FakeWorker).operator);
  for (const shown of [text, lines]) {
    expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  }
  expect(JSON.parse(lines).name).toBe(name);
});

it("shows an order whose shopper's data were erased, without them", async () => {
  const gate = [order(1, 0)];
  for (const one of gate) {
    delete one.name;
    delete one.email;
  }
  worker = await startFakeWorker({ lamp: listed([gate]) });
  const csv = await exported(worker.operator, { format: "csv" });
  expect(csv.split("\n")[1]).toMatch(/^O0-1,lamp,0,1970-01-01T00:00:00.000Z,,,,,,delivered,1,/);
  const [line] = (await exported(worker.operator)).split("\n");
  expect(JSON.parse(line ?? "")).toEqual({ sale: "lamp", gate: 0, ...gate[0] });
});

it("begins with a byte order mark only when asked to", async () => {
  worker = await startFakeWorker({ lamp: listed([[order(1, 0)]]) });
  const { operator } = worker;
  expect(await exported(operator, { format: "csv" })).toMatch(/^orderId/);
  expect(await exported(operator, { format: "csv", bom: true })).toMatch(/^\uFEFForderId/);
});
