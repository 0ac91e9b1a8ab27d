import { afterEach, describe, expect, it } from "vitest";
import { parseCsv } from "../support/csv.ts";
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
    "orderId,sale,gate,placedAt,name,email,phone,address,street,postcode,city,country,note,delivery,attempts,nextAt,deliveredAt,status,error,state,paidAt,cancelledAt,reason,payBy,product,quantity,price,currency,terms,utm_source,utm_medium,utm_campaign,utm_term,utm_content,referrer,number,nearAddress",
  );
  expect(row).toBe(
    "7QX,lamp,0,2026-11-27T00:00:00.000Z,Ada Lovelace,ada@example.com,,,,,,,ring twice,waiting,2,2026-11-28T00:00:00.000Z,,503,,placed,,,,,,,,,,,,,,,,,",
  );
  expect(end).toBe("");
});

/** What a shopper typed, and the cell that a spreadsheet gets, by the file's delimiter. */
const CELLS: [typed: string, comma: string, semicolon?: string][] = [
  ["=1+1", "'=1+1"],
  ["+49 30 1234", "'+49 30 1234"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["＝1+1", "'＝1+1"],
  [" =1", " '=1"],
  ['"=1', "\"'=1"],
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ["a;=1", "a;'=1", "a;=1"],
  ["a; +1", "a; '+1", "a; +1"],
  ["a,=1", "a,=1", "a,'=1"],
  ["a\t=1", "a\t'=1"],
  ["a|=1", "a|'=1"],
  ["a\n=1", "a\n'=1"],
  ["a\r=1", "a\r'=1"],
  ['a;"=1', "a;\"'=1", 'a;"=1'],
  ["a = b - c", "a = b - c"],
  ["1;2;3 – 4", "1;2;3 – 4"],
  ["0301234567", "'0301234567"],
  ["030 123 45 67", "'030 123 45 67"],
  ["01067", "'01067"],
  ["4930123456789", "'4930123456789"],
  ["1E5", "'1E5"],
  ["12E4567890123456", "'12E4567890123456"],
  ["3/4", "'3/4"],
  ["1-2", "'1-2"],
  ["27.11.2026", "'27.11.2026"],
  ["10:30", "'10:30"],
  ["true", "'true"],
  ["24103", "24103"],
  ["0", "0"],
  ["Lane 3/4", "Lane 3/4"],
  ['Zoë "Z", 王芳 🏮\u2028x', 'Zoë "Z", 王芳 🏮\u2028x'],
];

describe.each([",", ";", "\t"] as const)("with %j between cells", (delimiter) => {
  it("disarms what a spreadsheet would take for a formula, a number or a date, and nothing else", async () => {
    const gate = CELLS.map(([address], index) => order(index + 1, index, { address }));
    worker = await startFakeWorker({ lamp: listed([gate]) });
    const csv = await exported(worker.operator, { format: "csv", delimiter });
    const [head = [], ...rows] = parseCsv(csv, delimiter);
    const cells = rows.map((row) => row[head.indexOf("address")]);
    const wanted = CELLS.map(([, comma, other = comma], index) => {
      // The file's own delimiter is held together by quotes; after any other a cell may begin.
      if (delimiter === ",") return comma;
      return delimiter === ";" ? other : tabbed(CELLS[index]?.[0] ?? "", comma, other);
    });
    expect(cells).toEqual(wanted);
  });
});

/** In a file of tabs, a cell may begin after both of the others. */
function tabbed(typed: string, comma: string, semicolon: string): string {
  if (typed.includes("\t")) return typed;
  return comma === typed ? semicolon : comma;
}

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
  expect(csv.split("\n")[1]).toMatch(/^O0-1,lamp,0,1970-01-01T00:00:00.000Z,,,,,,,,,,delivered,1,/);
  const [line] = (await exported(worker.operator)).split("\n");
  expect(JSON.parse(line ?? "")).toEqual({ sale: "lamp", gate: 0, ...gate[0] });
});

it("is only the order that was asked for, or none and a refusal", async () => {
  const orders = ["7QX2M8KD4RTA9WCE", "0000000000000000"].map((orderId, index) =>
    order(index + 1, index, { orderId }),
  );
  worker = await startFakeWorker({ lamp: listed([orders]) });
  const { operator } = worker;
  const found = parseCsv(await exported(operator, { format: "csv", only: "7QX2M8KD4RTA9WCE" }));
  expect(found.map(([id]) => id)).toEqual(["orderId", "7QX2M8KD4RTA9WCE"]);
  await expect(exported(operator, { only: "1".repeat(16) })).rejects.toThrow(
    "there is no order 1111111111111111 in lamp",
  );
});

it("begins with a byte order mark only when asked to", async () => {
  worker = await startFakeWorker({ lamp: listed([[order(1, 0)]]) });
  const { operator } = worker;
  expect(await exported(operator, { format: "csv" })).toMatch(/^orderId/);
  expect(await exported(operator, { format: "csv", bom: true })).toMatch(/^\uFEFForderId/);
});

it("has the columns that another shop imports", async () => {
  const offer = { title: "Lamp | blue", price: 19.9, currency: "EUR" };
  const more = { shipping: "free", payment: "card", terms: "/terms" };
  const placed = order(1, Date.UTC(2026, 10, 27), { offer: { ...offer, ...more }, paidAt: 0 });
  worker = await startFakeWorker({ lamp: listed([[placed]]) });
  const rowOf = async (preset: "shopify" | "woocommerce") => {
    const csv = await exported(worker?.operator as never, { format: "csv", preset });
    const [head = [], row = []] = parseCsv(csv, ",");
    return Object.fromEntries(head.map((name, index) => [name, row[index]]));
  };
  expect(await rowOf("shopify")).toMatchObject({
    ...{ "Financial Status": "paid", Currency: "EUR", Total: "19.9" },
    ...{ "Lineitem quantity": "1", "Lineitem name": "Lamp | blue", "Lineitem price": "19.9" },
  });
  expect(await rowOf("woocommerce")).toMatchObject({
    ...{ status: "processing", order_total: "19.9", order_currency: "EUR" },
    line_item_1: "name:Lamp / blue|sku:lamp|quantity:1|total:19.9",
  });
});
