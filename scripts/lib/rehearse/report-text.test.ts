import { describe, expect, it } from "vitest";
import { reportText } from "./report-text.ts";
import type { Result } from "./result.ts";

const latency = { p50: 12, p95: 120, p99: 1_200, most: 1_300 };
const kinds = <Value>(value: Value) => ({
  start: value,
  door: value,
  claim: value,
  form: value,
  order: value,
  receipt: value,
  bot: value,
});
const result: Result = {
  sale: "lamp",
  at: 1_800_000_000_000,
  took: 20_000,
  sold: 50,
  soldOutAfter: 3.1,
  crowd: {
    seed: 3,
    shoppers: 1_000,
    hold: 120_000,
    scale: 12,
    arrivals: { lead: 1_800, rush: 400 },
  },
  made: {
    stock: 50,
    gates: 10,
    slots: 10,
    reserve: false,
    hold: 10_000,
    door: "work",
    onePer: ["email"],
  },
  work: 4_000,
  farm: { bots: 1_000, proofs: 20, processor: 60_000, emails: 1, networks: 2 },
  groups: {
    people: { came: 970, inside: 960, orders: 35 },
    jumpers: { came: 0, inside: 0, orders: 0 },
    farm: { came: 1_000, inside: 90, orders: 15 },
  },
  requests: { ...kinds(1_000), all: 6_000 },
  pages: { loads: 2_000, fetched: 40 },
  endings: { bought: 50, sold_out: 937, forged: 13 },
  refusals: { full: 1_014, sold_out: 931, bad_token: 250, slot_expired: 6 },
  calls: {
    all: 785,
    operator: 9,
    objects: {},
    methods: { "gate.claim": 252, "gate.look": 205, "stockroom.report": 173, "gate.order": 146 },
  },
  hmacs: 9,
  latencies: kinds(latency),
  intervals: [],
  callsAt: [],
  slots: { most: 100, looks: [] },
  promises: [
    {
      promise: 7,
      text: "An order that was acknowledged is never lost",
      is: "held",
      evidence:
        "50 orders in the export and on their receipts, after the runtime was killed and started again",
    },
  ],
  troubles: { times: 0, first: [] },
};
const plain = (_: unknown, text: string) => text;

describe("the report on the terminal", () => {
  it("has a line for each thing where no terminal breaks it", () => {
    const lines = reportText(result, plain).split("\n");
    expect(lines.at(-1)?.trim()).toBe(result.promises[0]?.evidence);
  });

  it("says what the door asks for, what the bots had, and each group's share", () => {
    const text = reportText(result, plain);
    expect(text).toContain(
      "work, 4.0 s of a phone; one order per email; the farm has 1 min of a server core, 1 e-mail account, 2 networks",
    );
    expect(text).toContain(
      "people 35 of 50 (70 %), 960 of 970 let in; the bot farm 15 of 50 (30 %), 90 of 1,000 let in",
    );
    expect(text).not.toContain("early bots");
  });

  it("fits into a terminal's columns, and says the same", () => {
    const narrow = reportText(result, plain, 80);
    expect(Math.max(...narrow.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    const words = (text: string) => text.split(/\s+/);
    expect(words(narrow)).toEqual(words(reportText(result, plain)));
  });
});
