import { describe, expect, it } from "vitest";
import type { StartMessage } from "../edge/contract.ts";
import { type BotEnding, equipped, type FarmOptions, makeFarm, runFarm } from "./farm.ts";
import type { Placed, Shop } from "./shop.ts";

const options: FarmOptions = {
  ...{ bots: 1_000, proofs: 20, processor: 60_000 },
  ...{ emails: 1, networks: 1 },
};
const farm = makeFarm(options, 7, 300);

describe("what a farm can show at a door", () => {
  const at = (door: Parameters<typeof equipped>[2]["door"], change: Partial<FarmOptions> = {}) =>
    equipped(farm, { ...options, ...change }, { door, work: 4_000 });

  it("is anything where there is none, and no more than what it has where proofs are handed out", () => {
    expect(farm.map(({ id }) => id)).toEqual(Array.from({ length: 1_000 }, (_, i) => 300 + i));
    expect(at(undefined)).toBe(1_000);
    expect([at("invites"), at("members", { proofs: 3 }), at("turnstile")]).toEqual([20, 3, 20]);
    expect(at("invites", { proofs: 5_000 })).toBe(1_000);
  });

  it("is what its processor has paid for: two thirds of a second for 4 s of a phone, on average", () => {
    const paid = (ms: number) =>
      farm.slice(0, at("work", { processor: ms })).map(({ effort }) => effort);
    for (const ms of [10_000, 60_000]) {
      const cost = paid(ms).reduce((sum, effort) => sum + (effort * 4_000) / 6, 0);
      expect(cost).toBeLessThanOrEqual(ms);
      expect(cost).toBeGreaterThan(ms - 2 * (4_000 / 6)); // the next one was too dear
    }
    expect(at("work", { processor: 0 })).toBe(0);
  });
});

/** A sale that opens at 1,000 and has so many units; a clock that only waits move. */
class Sale {
  now = 0;
  left: number;
  readonly asked: string[] = [];
  readonly door: boolean;

  constructor(left: number, door = false) {
    this.left = left;
    this.door = door;
  }

  shop(id: number, { proof = true, order = "placed" as Placed } = {}): Shop {
    let inside = !this.door;
    const note = (what: string) =>
      this.asked.push(`${this.now < 1_000 ? "early" : "open"} ${what}${id}`);
    return {
      startsAt: 1_000,
      now: () => this.now,
      after: (ms, call) => {
        queueMicrotask(() => {
          this.now += ms;
          call();
        });
        return () => {};
      },
      startScript: async () => {
        if (this.now >= 1_000) this.now += 20; // an answer takes its time
        note("start");
        const state = this.left === 0 ? "ended" : this.now < 1_000 ? "upcoming" : "open";
        const door = inside ? {} : { door: "invites" };
        const claim = inside && state === "open" ? { claim: `/claim/${id}` } : {};
        return {
          state,
          ...door,
          ...claim,
          ...(state === "ended" && { reason: "sold_out" }),
        } as StartMessage;
      },
      enter: async () => {
        note("enter");
        inside = proof;
        return inside;
      },
      claim: async () => ({ kind: "go", url: `/order/${id}` }),
      order: async () => {
        if (this.left === 0) return "sold_out";
        if (order === "placed") this.left -= 1;
        return order;
      },
    } as Partial<Shop> as Shop;
  }
}

async function run(sale: Sale, bots: Parameters<Sale["shop"]>[1][]): Promise<BotEnding[]> {
  const endings: BotEnding[] = [];
  await runFarm(
    bots.map((bot, id) => ({
      shop: sale.shop(id, bot),
      ended: (ending) => {
        endings[id] = ending;
      },
    })),
  );
  return endings;
}

describe("a farm", () => {
  it("comes in before the start with whoever has a proof, and buys from the first moment on", async () => {
    const sale = new Sale(3, true);
    const endings = await run(sale, [{}, { proof: false }, {}]);
    expect(endings).toEqual(["bought", "not_admitted", "bought"]);
    expect(sale.asked.filter((line) => line.includes("enter"))).toEqual([
      ...["early enter0", "early enter1", "early enter2"],
    ]);
    expect(sale.left).toBe(1);
  });

  it("orders once with each identity, until there is nothing left", async () => {
    const endings = await run(new Sale(12), Array(30).fill({}));
    expect(endings.filter((ending) => ending === "bought")).toHaveLength(12);
    expect(endings.filter((ending) => ending === "sold_out")).toHaveLength(18);
  });

  it("tries again with a slot that it holds before others ask for one", async () => {
    const sale = new Sale(100);
    const shops = Array.from({ length: 60 }, (_, id) => sale.shop(id));
    const [holder] = shops;
    if (!holder) throw new Error("nobody holds a slot");
    const placedAfter: number[] = [];
    holder.order = async () => {
      placedAfter.push(sale.asked.length);
      sale.now += 200; // so its pause is over for the next connection
      return placedAfter.length < 3 ? "full" : "placed";
    };
    const endings: BotEnding[] = [];
    const ended = (id: number) => (ending: BotEnding) => {
      endings[id] = ending;
    };
    await runFarm(shops.map((shop, id) => ({ shop, ended: ended(id) })));
    expect(endings).toEqual(Array(60).fill("bought"));
    // Its third try came long before the last of the others had asked for a start script.
    expect(placedAfter[2]).toBeLessThan(sale.asked.length - 20);
    expect(sale.asked.filter((line) => line === "open start0")).toHaveLength(1);
  });

  it("drops an identity whose mailbox has been used, and one that is refused for ever", async () => {
    expect(await run(new Sale(5), [{ order: "taken" }, { order: "full" }])).toEqual([
      ...["gave_up", "gave_up"],
    ]);
  });
});
