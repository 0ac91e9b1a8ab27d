import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Sent } from "../outbox/rules.ts";
import { StockroomLedger } from "../stockroom/ledger.ts";
import { START, World } from "../testing/world.ts";
import { AlertLedger } from "./ledger.ts";
import { changes, type Facts, type Said } from "./rules.ts";
import { AlertsService } from "./service.ts";
import { Trouble } from "./trouble.ts";

const END = START + 3_600_000;
const OPEN: Facts = {
  times: { startsAt: START, endsAt: END },
  switch: "on",
  stock: 10,
  sold: 0,
  soldOut: false,
  failing: 0,
};

/** What is said as one thing after the other becomes true; each step says what is new of it. */
function story(...steps: (Partial<Facts> & { at?: number })[]): string[][] {
  let said: Said | undefined = changes(undefined, OPEN, START - 60_000).said;
  let facts = OPEN;
  return steps.map(({ at = START + 1_000, ...step }) => {
    facts = { ...facts, ...step };
    const change = changes(said, facts, at);
    said = change.said;
    return change.alerts;
  });
}

describe("what is worth an alert", () => {
  it("is each change, once", () => {
    const sold = { sold: 10, soldOut: true };
    expect(
      story(
        { at: START - 1 },
        {},
        {},
        { sold: 1 },
        { sold: 2 },
        { sold: 5 },
        { sold: 6 },
        sold,
        sold,
      ),
    ).toEqual([
      [],
      ["sale.opened"],
      [],
      ["sale.first_order"],
      [],
      ["sale.half_sold"],
      [],
      ["sale.sold_out"],
      [],
    ]);
  });

  it("is a pause, a resumption and an end, as often as they happen", () => {
    expect(
      story(
        {},
        { switch: "paused" },
        {},
        { switch: "on" },
        { switch: "paused" },
        { switch: "ended" },
        {
          at: END,
        },
      ),
    ).toEqual([
      ["sale.opened"],
      ["sale.paused"],
      [],
      ["sale.resumed"],
      ["sale.paused"],
      ["sale.ended"],
      [],
    ]);
  });

  it("is that deliveries fail, once however many gates say so, and that they no longer do", () => {
    expect(story({}, { failing: 1 }, { failing: 3 }, { failing: 1 }, { failing: 0 })).toEqual([
      ["sale.opened"],
      ["deliveries.failing"],
      [],
      [],
      ["deliveries.recovered"],
    ]);
  });

  it("is an opening again after the start has been moved, and a selling out again after a restock", () => {
    const later = { startsAt: START + 60_000, endsAt: END };
    expect(
      story(
        {},
        { times: later },
        { at: later.startsAt },
        { sold: 10, soldOut: true },
        {
          ...{ stock: 50, soldOut: false },
        },
        { sold: 25 },
        { sold: 50, soldOut: true },
      ),
    ).toEqual([
      ["sale.opened"],
      [],
      ["sale.opened"],
      ["sale.first_order", "sale.half_sold", "sale.sold_out"],
      [],
      ["sale.half_sold"],
      ["sale.sold_out"],
    ]);
  });

  it("is not that orders come and go around the half", () => {
    expect(story({ sold: 5 }, { sold: 4 }, { sold: 5 }).slice(1)).toEqual([[], []]);
  });

  it("is nothing about a sale that was over before anybody asked for alerts", () => {
    const sold = { ...OPEN, sold: 10, soldOut: true };
    expect(changes(undefined, sold, END + 1).alerts).toEqual([]);
  });
});

interface Sending {
  id: string;
  body: string;
}

/** Alerts of one sale in a stockroom's storage, with a clock and a receiver of ours. */
async function withAlerts(
  test: (alerts: ReturnType<typeof alertsIn>) => Promise<void>,
): Promise<void> {
  await runInDurableObject(new World().stockroom(), async (_, { storage }) => {
    new StockroomLedger(storage);
    await test(alertsIn(storage));
  });
}

function alertsIn(storage: DurableObjectStorage) {
  const at = { now: START - 1_000 };
  const sent: Sending[] = [];
  const woken: number[] = [];
  const answers: Sent[] = [];
  let last = Promise.resolve();
  /** As after a restart: nothing but the storage is left. */
  const start = () =>
    new AlertsService({
      ledger: new AlertLedger(storage),
      slug: "lamp",
      sale: () => ({ title: "A lamp", startsAt: START, endsAt: END }),
      send: async (message) => {
        sent.push(message);
        return answers.shift() ?? { ok: true, status: 200 };
      },
      clock: () => at.now,
      random: () => 0,
      wake: (when) => woken.push(when),
      background: (work) => {
        last = last.then(() => work);
      },
    });
  const settled = async () => {
    // Each alert that has been taken sends the next one.
    for (let seen = -1; seen !== sent.length; await last) seen = sent.length;
  };
  const types = () => sent.map(({ body }) => JSON.parse(body).type);
  return { at, sent, woken, answers, start, settled, types };
}

const reply = (change: object = {}) => ({
  ...{ switch: "on" as const, sold: 0, soldOut: false },
  terms: { gates: 1, slots: 1, reserve: false, stock: 10 },
  ...change,
});

describe("alerts", () => {
  it("go out one after the other under ids of their own, and not again after a restart", () =>
    withAlerts(async ({ at, sent, start, settled, types }) => {
      const first = start();
      first.note(reply());
      at.now = START;
      first.note(reply({ sold: 10, soldOut: true }));
      await settled();
      expect(types()).toEqual([
        "sale.opened",
        "sale.first_order",
        "sale.half_sold",
        "sale.sold_out",
      ]);
      expect(sent.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((n) => `lamp_alert_${n}`));
      expect(JSON.parse(sent[3]?.body ?? "")).toEqual({
        type: "sale.sold_out",
        timestamp: new Date(START).toISOString(),
        data: { sale: "lamp", title: "A lamp", sold: 10, stock: 10 },
        text: "A lamp is sold out: 10 units",
      });
      const second = start();
      second.note(reply({ sold: 10, soldOut: true }));
      second.work();
      await settled();
      expect(sent).toHaveLength(4);
    }));

  it("that are not taken are sent again, later and under the same id; the next one does not wait", () =>
    withAlerts(async ({ at, sent, woken, answers, start, settled }) => {
      answers.push({ ok: false, status: 503 });
      const alerts = start();
      alerts.note(reply());
      at.now = START;
      alerts.note(reply({ sold: 1 }));
      await settled();
      expect(sent.map(({ id }) => id)).toEqual(["lamp_alert_1", "lamp_alert_2"]);
      expect(woken).toContain(START + 500);
      at.now = START + 500;
      start().work();
      await settled();
      expect(sent.map(({ id }) => id).at(-1)).toBe("lamp_alert_1");
    }));

  it("are due at the start and at the end, which nobody has to bring about", () =>
    withAlerts(async ({ at, woken, start, settled, types }) => {
      const alerts = start();
      alerts.note(reply());
      expect(woken).toEqual([START]);
      at.now = START;
      alerts.note(reply());
      expect(woken).toContain(END);
      at.now = END;
      alerts.note(reply());
      await settled();
      expect(types()).toEqual(["sale.opened", "sale.ended"]);
    }));

  it("about deliveries wait for the last gate that fails, also over a restart", () =>
    withAlerts(async ({ at, start, settled, types }) => {
      at.now = START + 1;
      const first = start();
      first.note(reply());
      for (const gate of [1, 2]) first.noteDeliveries(gate, true);
      first.note(reply());
      const second = start();
      second.noteDeliveries(1, false);
      second.note(reply());
      await settled();
      expect(types()).toEqual(["sale.opened", "deliveries.failing"]);
      second.noteDeliveries(2, false);
      second.note(reply());
      await settled();
      expect(types().at(-1)).toBe("deliveries.recovered");
    }));
});

describe("a gate whose deliveries fail", () => {
  function gateAlone() {
    const at = { now: START, since: undefined as number | undefined };
    const told: boolean[] = [];
    const woken: number[] = [];
    const failures: Error[] = [];
    const trouble = new Trouble({
      since: () => at.since,
      clock: () => at.now,
      wake: (when) => woken.push(when),
      tell: async (isFailing) => {
        const failure = failures.shift();
        if (failure) throw failure;
        told.push(isFailing);
      },
    });
    return { at, told, woken, failures, trouble };
  }

  it("says so after a minute, once, and once that they go through again", async () => {
    const { at, told, woken, trouble } = gateAlone();
    await trouble.look();
    expect(woken).toEqual([]);
    at.since = START;
    at.now = START + 59_999;
    await trouble.look();
    expect([told, woken]).toEqual([[], [START + 60_000]]);
    at.now = START + 60_000;
    await trouble.look();
    await trouble.look();
    expect(told).toEqual([true]);
    expect(woken.at(-1)).toBe(START + 120_000);
    at.since = undefined;
    await trouble.look();
    await trouble.look();
    expect(told).toEqual([true, false]);
  });

  it("says it again when the stockroom has not heard it", async () => {
    const { at, told, failures, trouble } = gateAlone();
    [at.since, at.now] = [START, START + 60_000];
    failures.push(new Error("the stockroom did not answer"));
    await expect(trouble.look()).rejects.toThrow();
    await trouble.look();
    expect(told).toEqual([true]);
  });
});
