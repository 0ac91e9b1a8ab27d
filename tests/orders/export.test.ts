import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import type { ExportedOrder } from "../../edge/contract.ts";
import { Collected, exported, exportedRows } from "./exporting.ts";
import { type FakeSale, type FakeWorker, listed, order, startFakeWorker } from "./fake-worker.ts";

let worker: FakeWorker | undefined;
afterEach(() => worker?.stop());

async function serve(sale: FakeSale) {
  worker?.stop();
  worker = await startFakeWorker({ lamp: sale });
  return worker;
}

const places = (rows: { gate: number; seq: number; placedAt: number }[]) =>
  rows.map(({ gate, seq, placedAt }) => ({ gate, seq, placedAt }));

/** The rows of all gates in the order that the export promises. */
function inOrder(gates: ExportedOrder[][]) {
  const rows = gates.flatMap((orders, gate) => orders.map((one) => ({ gate, ...one })));
  const sorted = rows.sort((a, b) => a.placedAt - b.placedAt || a.gate - b.gate || a.seq - b.seq);
  return places(sorted);
}

const sales = fc
  .array(fc.array(fc.nat(6), { maxLength: 40 }), { minLength: 1, maxLength: 7 })
  .map((gates) =>
    gates.map((gaps) => {
      let at = 1000;
      return gaps.map((gap, index) => {
        at += gap;
        return order(index + 1, at);
      });
    }),
  );

it("exports all orders in the order in which they were placed; at a tie, by gate and number", async () => {
  await fc.assert(
    fc.asyncProperty(sales, async (gates) => {
      const { operator } = await serve(listed(gates));
      const text = await exported(operator);
      const rows = text.split("\n").filter(Boolean);
      expect(places(rows.map((line) => JSON.parse(line)))).toEqual(inOrder(gates));
    }),
    { numRuns: 60 },
  );
});

/** 1,700 orders in three gates, so that each has several pages; "ü" is two bytes to cut between. */
const manyGates = [0, 1, 2].map((gate) =>
  Array.from({ length: 300 + gate * 267 }, (_, index) =>
    order(index + 1, 1000 + index * 3 + gate, { name: `Jürgen ${index}` }),
  ),
);

it.each([1, 2, 3, 4])(
  "connections that break anywhere cost no order and double none, %i",
  async (seed) => {
    const random = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: 5000, seed });
    let cuts = 0;
    const cut = (bytes: number) => {
      if ((random.pop() ?? 1) > 0.6) return undefined;
      cuts += 1;
      const share = random.pop() ?? 0;
      return share < 0.1 ? -1 : Math.floor(share * bytes);
    };
    const { operator } = await serve({ ...listed(manyGates), cut });
    const output = new Collected();
    const patience = { tries: 50, wait: 0.1, longest: 0.1 };
    await exported(operator, { output, patience });
    const rows = output.text.trimEnd().split("\n");
    expect(cuts).toBeGreaterThan(3);
    expect(places(rows.map((line) => JSON.parse(line)))).toEqual(inOrder(manyGates));
  },
);

it("gives up when nothing gets through any more, and says so", async () => {
  let pages = 0;
  const cut = () => (++pages > 2 ? -1 : undefined);
  const { operator, asked } = await serve({ ...listed(manyGates), cut });
  const output = new Collected();
  await expect(exported(operator, { output })).rejects.toThrow(/answered 503 down$/);
  expect(output.end).toBe("abandoned");
  expect(asked.length).toBeLessThan(60);
});

it("asks for an order again only if it did not arrive", async () => {
  const gate = Array.from({ length: 10 }, (_, index) => order(index + 1, 1000 + index));
  const wholeLines = `${JSON.stringify(gate[0])}\n${JSON.stringify(gate[1])}\n`;
  const cuts = [wholeLines.length + 5];
  const { operator, asked } = await serve({ ...listed([gate]), cut: () => cuts.shift() });
  expect(await exportedRows(operator)).toHaveLength(10);
  expect(asked.slice(1).map((path) => path.split("?")[1])).toEqual([
    "after=0&limit=500",
    "after=2&limit=498",
  ]);
});

it("holds no more orders at once although there are a thousand gates", async () => {
  let [largest, running, most] = [0, 0, 0];
  const page: FakeSale["page"] = (gate, after, limit) => {
    largest = Math.max(largest, limit);
    most = Math.max(most, ++running);
    setImmediate(() => {
      running -= 1;
    });
    return after === 0 ? [order(1, 1000 + (gate % 7))] : [];
  };
  const { operator } = await serve({ gates: 1000, page });
  expect(await exportedRows(operator)).toHaveLength(1000);
  expect(largest * 1000 * 2).toBeLessThanOrEqual(50_000);
  expect(most).toBeLessThanOrEqual(8);
});

it("an export of no orders is a head, or nothing", async () => {
  const { operator } = await serve(listed([[], []]));
  expect(await exported(operator)).toBe("");
  expect(await exported(operator, { format: "csv" })).toMatch(/^orderId,sale,gate,placedAt,.*\n$/);
});

it("names the earlier order that has nearly the same address, whichever gates they are of", async () => {
  const at = (seq: number, placedAt: number, address: string) => ({
    ...order(seq, placedAt),
    address,
  });
  const gates = [
    [at(1, 1_000, "12 Main St."), at(2, 3_000, "9 Oak Road")],
    [at(1, 2_000, "Main Street 12")],
  ];
  const { operator } = await serve(listed(gates));
  const [first, second, third] = await exportedRows(operator);
  expect([first?.nearAddress, second?.nearAddress, third?.nearAddress]).toEqual([
    ...[undefined, first?.orderId, undefined],
  ]);
});
