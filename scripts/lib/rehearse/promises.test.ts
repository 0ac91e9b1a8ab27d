import { describe, expect, it } from "vitest";
import { makeFarm } from "../../../crowd/farm.ts";
import { ConsistencyCheck } from "./consistency-check.ts";
import { emailOf } from "./contacts.ts";
import { type Evidence, judge, mostOpen } from "./promises.ts";
import { Recorder } from "./recorder.ts";

const START = 1_800_000_000_000;
const order = (n: number, placedAt = START + 3_000) => ({
  seq: n,
  orderId: `o${n}`,
  placedAt,
  email: emailOf(n),
  delivery: { state: "delivered" as const, attempts: 1 },
});

/** Two units, both sold, everything as it should be. */
function evidence(change: (told: Evidence) => void = () => {}): Evidence {
  const recorder = new Recorder(START, []);
  for (const promise of [1, 2, 9, 11]) recorder.tried(promise);
  const seen = recorder.seen();
  seen.orders = [0, 1].map((n) => ({
    visitor: n,
    url: `/order/${n}`,
    orderId: `o${n}`,
    email: emailOf(n),
  }));
  seen.soldOutAt = START + 4_000;
  seen.requests.claim = 10_000;
  const sale = {
    slug: "lamp",
    title: "Lamp",
    lang: "en" as const,
    reserve: false,
    hold: 2_000,
    startsAt: START,
    endsAt: START + 3_600_000,
    stock: 2,
    gates: 1,
    slots: 1,
    door: "members" as const,
    onePer: ["email" as const],
  };
  const told: Evidence = {
    sale,
    seen,
    draw: [],
    attempts: 3,
    open: 5_000,
    status: { sold: 2 } as Evidence["status"],
    samples: { looks: [], calls: {}, callsAt: [], operatorCalls: 0, hmacs: 0 },
    recovery: { exported: [order(0), order(1)], lostReceipts: [], delivered: 2, unknownIds: [] },
  };
  change(told);
  return told;
}

const broken = (change: (told: Evidence) => void) =>
  judge(evidence(change))
    .filter(({ is }) => is === "broken")
    .map(({ promise }) => promise);

describe("the promises", () => {
  it("are held by a sale that went as it should", () => {
    expect(new Set(judge(evidence()).map(({ is }) => is))).toEqual(new Set(["held"]));
  });

  it("have one more in a draw, which is judged by what verify finds", () => {
    const drawn = (problems: string[], exported?: []) =>
      judge(
        evidence((told) => {
          told.sale.admission = "draw";
          told.draw = [{ what: "the line only moved forward", problems }];
          if (exported) told.recovery.exported = exported;
        }),
      ).at(-1);
    expect(drawn([])).toMatchObject({ promise: 13, is: "held" });
    expect(drawn(["at noon it stepped back"])).toMatchObject({
      ...{ promise: 13, is: "broken", evidence: "at noon it stepped back" },
    });
    expect(drawn([], [])).toMatchObject({ promise: 13, is: "not tried" });
    const undrawn = evidence((told) => {
      told.sale.admission = "draw";
    });
    expect(judge(undrawn).at(-1)?.is).toBe("broken");
    expect(judge(evidence()).map(({ promise }) => promise)).not.toContain(13);
  });

  it("do not claim that “sold out” was said when there was nobody to be told", () => {
    const told = judge(
      evidence(({ seen }) => {
        seen.soldOutAt = undefined;
      }),
    );
    expect(told[3]).toMatchObject({
      is: "held",
      evidence: "all sold after 3.0 s, nobody had to be told",
    });
  });

  const breaks = (promise: number, how: string, change: (told: Evidence) => void) =>
    it(`notice ${promise} broken: ${how}`, () => expect(broken(change)).toEqual([promise]));
  breaks(1, "a made-up claim succeeded", ({ seen }) => {
    seen.broken[1] = { times: 1, first: ["a claim with a random token: 201"] };
  });
  breaks(2, "a forged URL was not refused", ({ seen }) => {
    seen.broken[2] = { times: 9, first: ["another shopper's order URL: 200"] };
  });
  breaks(3, "the export has more orders than stock", ({ recovery }) => {
    recovery.exported.push(order(2));
    recovery.delivered = 3;
  });
  breaks(3, "more orders were acknowledged than there is stock", ({ sale, recovery, seen }) => {
    sale.stock = 1;
    recovery.exported.pop();
    recovery.delivered = 1;
    seen.orders = seen.orders.map((one) => ({ ...one, orderId: undefined }));
  });
  breaks(4, "an order came after “sold out”", ({ seen }) => {
    seen.soldOutAt = START + 2_000;
  });
  breaks(4, "“sold out” with a unit left", ({ sale }) => {
    sale.stock = 3;
  });
  breaks(4, "units are left, and shoppers come in vain", ({ sale, seen }) => {
    sale.stock = 3;
    seen.soldOutAt = undefined;
    seen.lastOrderAt = START + 3_000;
    seen.lastFullAt = START + 13_000;
  });
  breaks(5, "one shopper has two orders", ({ recovery, seen, sale }) => {
    recovery.exported = [order(0), { ...order(1), email: emailOf(0) }];
    sale.onePer = [];
    seen.orders = seen.orders.slice(0, 1);
  });
  breaks(6, "two slots were open where one may be", ({ seen }) => {
    seen.slots = [
      [1, 5],
      [4, 6],
    ];
  });
  breaks(6, "the operator saw two", ({ samples }) => {
    samples.looks.push({ at: 1, sold: 0, slotsOpen: 2 });
  });
  breaks(7, "an order is not in the export", ({ recovery }) => {
    recovery.exported = [order(0), { ...order(1), orderId: "another" }];
  });
  breaks(7, "a receipt is gone", ({ recovery }) => {
    recovery.lostReceipts.push("shopper 1's receipt was 404");
  });
  breaks(8, "an order never reached the order system", ({ recovery }) => {
    recovery.delivered = 1;
  });
  breaks(9, "a repeated claim got another slot", ({ seen }) => {
    seen.broken[9] = { times: 1, first: ["shopper 3 had a slot, and was given another one"] };
  });
  breaks(10, "every refused claim reached a gate", ({ samples }) => {
    samples.calls = { "gate 0": { claim: 10_000 } };
  });

  breaks(11, "a start script bore a claim URL without a pass", ({ seen }) => {
    seen.broken[11] = { times: 1, first: ["shopper 3 had no pass, and was given a URL"] };
  });
  breaks(12, "one mailbox has two orders", ({ recovery, seen }) => {
    const [one, two] = ["Farm-0+7@rehearsal.example", "farm-0+8@rehearsal.example"];
    recovery.exported = [
      { ...order(0), email: one },
      { ...order(1), email: two },
    ];
    seen.orders = [one, two].map((email, n) => ({
      ...{ visitor: n, url: `/order/${n}`, orderId: `o${n}` },
      email,
    }));
  });

  it("are not called broken where the machine was too slow for forms", () => {
    const told = judge(
      evidence(({ sale, seen }) => {
        sale.stock = 3;
        Object.assign(seen, { soldOutAt: undefined, lastFullAt: START + 60_000 });
        seen.latencies.order.p95 = 1_500;
      }),
    );
    expect(told[3]).toMatchObject({
      is: "not tried",
      evidence: expect.stringContaining("too slow"),
    });
  });

  it("are not tried where nobody came to try them", () => {
    const nothing = judge(
      evidence(({ seen, recovery, sale }) => {
        Object.assign(seen, { tried: {}, orders: [], soldOutAt: undefined });
        Object.assign(recovery, { exported: [], delivered: 0 });
        sale.stock = 5;
        seen.requests.claim = 10;
      }),
    );
    const untried = nothing.filter(({ is }) => is === "not tried").map(({ promise }) => promise);
    expect(untried).toEqual([1, 2, 4, 5, 7, 8, 9, 10, 11, 12]);
  });
});

const FARM = { proofs: 1, processor: 0, emails: 1, networks: 1 };

describe("what one visitor was given", () => {
  const order = (url: string, orderId: string) => ({ url, orderId, email: "a@b.co" });
  const noticed = (acts: (given: ConsistencyCheck) => void) => {
    const [visitor] = makeFarm({ ...FARM, bots: 1 }, 1, 3);
    if (!visitor) throw new Error("nobody comes");
    const recorder = new Recorder(START, [visitor]);
    acts(new ConsistencyCheck(visitor, 2_000, recorder));
    return Object.keys(recorder.seen().broken).map(Number);
  };
  it("takes the same answer twice, and a new slot after the old one lapsed", () => {
    const fine = noticed((given) => {
      given.granted("/order/a", START + 2_000);
      given.granted("/order/a", START + 2_000);
      given.granted("/order/b", START + 4_100);
      given.placed(order("/order/b", "o1"), START + 3_000);
      given.placed(order("/order/b", "o1"), START + 3_000);
      given.again("/order/b", "o1");
    });
    expect(fine).toEqual([]);
  });
  const notices = (promise: number, how: string, acts: (given: ConsistencyCheck) => void) =>
    it(`breaks promise ${promise}: ${how}`, () => expect(noticed(acts)).toEqual([promise]));
  notices(9, "a second slot beside the first", (given) => {
    given.granted("/order/a", START + 2_000);
    given.granted("/order/b", START + 3_000);
  });
  notices(9, "two orders from one form", (given) => {
    given.placed(order("/order/a", "o1"), START);
    given.placed(order("/order/a", "o2"), START);
  });
  notices(5, "two orders by two forms", (given) => {
    given.placed(order("/order/a", "o1"), START);
    given.placed(order("/order/b", "o2"), START);
  });
});

it("slots that follow upon each other are not open at the same time", () => {
  expect(
    mostOpen([
      [0, 5],
      [5, 9],
      [9, 12],
    ]),
  ).toBe(1);
  expect(
    mostOpen([
      [0, 5],
      [1, 9],
      [4, 12],
      [20, 10],
    ]),
  ).toBe(3);
  expect(mostOpen([])).toBe(0);
});
