/** Who attacks a sale, by name, and the figure that holds against each (docs/security.md). */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Claimed } from "../edge/core.ts";
import { CALM } from "./network.ts";
import { rates } from "./rates.ts";
import { type SaleShape, START, World } from "./world.ts";

const SECOND = 1_000;
const HOLD = 120 * SECOND;
/** The sample sale's, with units enough for everybody. */
const SHAPE: SaleShape = {
  ...{ gates: 10, slots: 10, stock: 10_000, reserve: false },
  ...{ hold: HOLD, lasts: 3_600 * SECOND },
};

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {}); // gates that fail are logged
  return () => vi.restoreAllMocks();
});

function sale({
  shape = {},
  isolates = 4,
}: {
  shape?: Partial<SaleShape>;
  isolates?: number;
} = {}) {
  return new World({
    ...{ seed: 11, isolates, shape: { ...SHAPE, ...shape }, from: START },
    weather: { chaos: CALM, until: Number.POSITIVE_INFINITY },
  });
}

/** One browser in the simulated world: it keeps its cookie, and meets any isolate. */
class Client {
  readonly #world: World;
  readonly id: string;
  /** The order URL in its cookie. */
  held: string | undefined;

  constructor(world: World, id: string) {
    this.#world = world;
    this.id = id;
  }

  worker(isolate?: number) {
    const { isolates, scheduler } = this.#world;
    return this.#world.isolate(isolate ?? scheduler.random.whole(0, isolates.length - 1)).life
      .service;
  }

  /** The answer to a click; a string is a refusal. */
  async claim(isolate?: number): Promise<Extract<Claimed, { ok: true }> | string> {
    const worker = this.worker(isolate);
    const { claim } = worker.start(this.id, this.held);
    if (claim === undefined) return "no claim URL";
    const { outcome, admitted } = await worker.claim(claim, this.id, this.held);
    if (outcome.kind === "go") this.held = outcome.url;
    if (admitted?.by === "gate" && admitted.answer.ok) return admitted.answer;
    return outcome.kind;
  }
}

describe("a hoarder with an identity for each slot who never orders", () => {
  /** Slots, and the time they were held, by whom; from the end of the first hold to `until`. */
  async function share(shape: Partial<SaleShape>, until: number, everyMs: number) {
    const world = sale({ shape });
    const { scheduler } = world;
    const identities = world.sale.gates * world.sale.slots;
    const got = { honest: { slots: 0, held: 0 }, hoarder: { slots: 0, held: 0 } };
    const seen = new Set<string>();
    let inside = 0;
    const note = (who: "honest" | "hoarder", url: string, now: number, ms: number) => {
      if (seen.has(url) || now < START + HOLD) return;
      seen.add(url);
      got[who].slots += 1;
      got[who].held += Math.min(ms, START + until - now);
    };
    const hoard = async (client: Client): Promise<void> => {
      for (;;) {
        const answer = await client.claim();
        const isOpen = typeof answer !== "string";
        if (isOpen) note("hoarder", client.held ?? "", scheduler.now, HOLD);
        // Back at the very moment of the lapse.
        await scheduler.wait(isOpen ? Math.max(1, answer.expiresAt - scheduler.now) : 2 * SECOND);
      }
    };
    const buy = async (client: Client): Promise<void> => {
      for (;;) {
        const answer = await client.claim();
        if (typeof answer !== "string") break;
        await scheduler.wait(scheduler.random.between(1 * SECOND, 4 * SECOND));
      }
      inside += 1;
      const typing = scheduler.random.between(20 * SECOND, 60 * SECOND);
      note("honest", client.held ?? "", scheduler.now, typing);
      await scheduler.wait(typing);
      await client.worker().order(client.held ?? "", { name: client.id, email: "a@b.co" });
    };
    for (let i = 0; i < identities; i++) void hoard(new Client(world, `hoarder-${i}`));
    for (let i = 0; i < until / everyMs; i++) {
      scheduler.after(1 + i * everyMs, () => void buy(new Client(world, `honest-${i}`)));
    }
    await scheduler.run({ until: START + until });
    world.close();
    return { ...got, inside };
  }

  it("leaves honest shoppers more than half of the slots after the first hold", async () => {
    const { honest, hoarder } = await share({}, 330 * SECOND, SECOND / 4);
    expect(hoarder.slots).toBeLessThan(honest.slots);
    expect(hoarder.held).toBeLessThan(honest.held);
  });

  it("lets all of the 60 people in who come beside it, instead of 2", async () => {
    const { inside } = await share({}, 330 * SECOND, (330 * SECOND) / 60);
    expect(inside).toBe(60);
  });

  it("gets ever less of a longer sale", async () => {
    const { honest, hoarder } = await share({ gates: 2, slots: 5 }, 900 * SECOND, 3 * SECOND);
    expect(hoarder.held).toBeLessThan(honest.held / 2);
  });
});

describe("a repeater who holds a slot and claims 600 times a second", () => {
  it("does not make the others wait: the place that is freed is taken within a second or two", async () => {
    const world = sale({ shape: { gates: 1, slots: 2 } });
    const { scheduler } = world;
    const [repeater, leaver, next] = ["repeater", "leaver", "next"].map(
      (id) => new Client(world, id),
    );
    void repeater?.claim();
    void leaver?.claim();
    await scheduler.run({ until: START + 3 * SECOND });
    let tookAt = 0;
    const repeat = () => {
      void repeater?.claim();
      scheduler.after(SECOND / 600, repeat);
    };
    const tryAgain = async (): Promise<void> => {
      if (typeof (await next?.claim()) !== "string") tookAt ||= scheduler.now;
      else scheduler.after(SECOND, () => void tryAgain());
    };
    repeat();
    await scheduler.run({ until: START + 10 * SECOND });
    const before = world.tally.total.calls.look;
    void leaver?.worker().release(leaver.held ?? "");
    void tryAgain();
    await scheduler.run({ until: START + 15 * SECOND });
    expect(tookAt - START - 10 * SECOND).toBeLessThanOrEqual(2 * SECOND);
    // Four isolates, each of which asks about the holder once a second.
    expect(world.tally.total.calls.look - before).toBeLessThanOrEqual(4 * 6);
    world.close();
  });
});

describe("a churner who claims and gives up in a loop", () => {
  it("gets two slots for nothing, and then waits as if they had lapsed", async () => {
    const world = sale();
    const { scheduler } = world;
    const client = new Client(world, "churner");
    const rounds = new Set<string>();
    const churn = async (): Promise<void> => {
      for (;;) {
        if (typeof (await client.claim(0)) !== "string" && client.held) {
          rounds.add(client.held);
          await client.worker(0).release(client.held);
        }
        await scheduler.wait(20);
      }
    };
    void churn();
    await scheduler.run({ until: START + HOLD });
    expect(rounds.size).toBe(3);
    const { claim, release, look } = world.tally.total.calls;
    expect(claim + release + look).toBeLessThan(15);
    // A hold after the third, then two holds after the fourth.
    await scheduler.run({ until: START + 10 * HOLD });
    expect(rounds.size).toBeLessThanOrEqual(6);
    world.close();
  });
});

describe("a gate that fails", () => {
  /** 2,000 claims for one gate in one second, from one isolate; calls by second since then. */
  async function flood(answer: (world: World, kind?: string) => Promise<unknown>, seconds: number) {
    const world = sale({ shape: { gates: 1 }, isolates: 1 });
    const { scheduler } = world;
    const calls: number[] = [];
    const [gate] = world.gates;
    if (!gate) throw new Error("there is no gate");
    vi.spyOn(gate, "call").mockImplementation(async (kind) => {
      const second = Math.floor((scheduler.now - START) / SECOND);
      calls[second] = (calls[second] ?? 0) + 1;
      return answer(world, kind) as never;
    });
    const outcomes: string[] = [];
    for (let i = 0; i < 2_000 * seconds; i++) {
      scheduler.after(SECOND + i / 2, async () => {
        const answer = await new Client(world, `shopper-${i}`).claim();
        outcomes.push(typeof answer === "string" ? answer : "slot");
      });
    }
    await scheduler.run({ until: START + (seconds + 20) * SECOND });
    world.close();
    return { calls: Array.from(calls, (count) => count ?? 0), outcomes };
  }

  it.each([
    ["at once", { retryable: false }],
    ["as overloaded", { overloaded: true }],
    ["as one that may be asked again", { retryable: true }],
  ])("%s is asked at most 10 times a second, and less and less", async (_, error) => {
    const { calls, outcomes } = await flood(async () => {
      throw Object.assign(new Error("gone"), error);
    }, 10);
    expect(outcomes).toHaveLength(20_000);
    expect(new Set(outcomes)).toEqual(new Set(["full"]));
    expect(Math.max(...calls)).toBeLessThanOrEqual(10);
    expect(calls.slice(6, 11).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(5);
  });

  it("by silence is asked at most 10 times a second, and nobody waits for more than 4 s", async () => {
    const { calls, outcomes } = await flood(() => new Promise(() => {}), 10);
    expect(outcomes).toHaveLength(20_000);
    expect(Math.max(...calls)).toBeLessThanOrEqual(10);
  });

  it("by answering after a second is asked at most 10 times in it", async () => {
    const full = { answer: { ok: false, code: "full", ttl: 300 } };
    const { calls, outcomes } = await flood(async ({ scheduler }, kind) => {
      await scheduler.wait(SECOND);
      return kind === "claim" ? full : undefined;
    }, 1);
    expect(outcomes).toHaveLength(2_000);
    expect(Math.max(...calls)).toBeLessThanOrEqual(10);
  });
});

describe("the first second", () => {
  it.each([false, true])(
    "is no more than a gate can answer for 500 isolates each, and all slots go in it (reserve: %s)",
    async (reserve) => {
      const options = { gates: 2, until: 2 };
      const { first, grantedAtOnce } = await rates(1_000, "full", reserve, options);
      expect(first.gate).toBeLessThanOrEqual(1_000);
      expect(grantedAtOnce).toBeGreaterThanOrEqual(18);
    },
  );
});

describe("a bot with 1,000 identities, 8 connections and no reaction time, beside 300 people", () => {
  const PEOPLE = 300;
  /** Claims and orders of somebody who may only have been too late. */
  const UNTIL = 300 * SECOND;

  /** `identities`: as many as the door has let the bot have. Orders of 50 units, by whom. */
  async function share(identities: number, onePer?: SaleShape["onePer"]) {
    const world = sale({ shape: { stock: 50, onePer } });
    const { scheduler } = world;
    const got = { bot: 0, people: 0, forNothing: 0 };
    const order = async (client: Client, email: string) => {
      const form = { name: client.id, email };
      const answer = await client.worker().order(client.held ?? "", form);
      return answer.ok ? "placed" : answer.code;
    };
    const queue = Array.from({ length: identities }, (_, i) => new Client(world, `bot-${i}`));
    const mail = (id: string) => (onePer ? "bot@b.co" : `bot+${id}@b.co`);
    const connection = async (): Promise<void> => {
      for (let client = queue.shift(); client; client = queue.shift()) {
        const isIn = typeof (await client.claim()) !== "string";
        const placed = isIn ? await order(client, mail(client.id)) : "full";
        if (placed === "placed") got.bot += 1;
        if (placed !== "full" || scheduler.now > START + UNTIL) continue;
        queue.push(client);
        await scheduler.wait(isIn ? 100 : SECOND);
      }
    };
    const person = async (client: Client): Promise<void> => {
      while (typeof (await client.claim()) === "string") {
        if (scheduler.now > START + UNTIL) return;
        await scheduler.wait(scheduler.random.between(1 * SECOND, 4 * SECOND));
      }
      await scheduler.wait(scheduler.random.between(20 * SECOND, 60 * SECOND));
      const placed = await order(client, `${client.id}@b.co`);
      if (placed === "placed") got.people += 1;
      if (placed === "sold_out") got.forNothing += 1;
    };
    for (let i = 0; i < 8; i++) scheduler.after(1, () => void connection());
    for (let i = 0; i < PEOPLE; i++) {
      const reaction = scheduler.random.between(0.3 * SECOND, 2.5 * SECOND);
      scheduler.after(reaction, () => void person(new Client(world, `person-${i}`)));
    }
    await scheduler.run({ until: START + UNTIL + 60 * SECOND });
    world.close();
    return got;
  }

  /** A server's core is six times a phone's (docs/door.md), so `work: 4s` is two thirds of a second. */
  const solvedIn = (seconds: number) => Math.floor(seconds / (4 / 6));

  it("takes nearly everything at an open door", async () => {
    expect((await share(1_000)).bot).toBeGreaterThanOrEqual(45);
  });

  it("gets at `work` what its processor has paid for: 15 units for ten seconds of a core", async () => {
    expect(await share(solvedIn(10))).toMatchObject({ bot: 15, people: 35 });
  });

  it("still takes nearly everything at `work` with a core that has worked for a minute", async () => {
    expect((await share(solvedIn(60))).bot).toBeGreaterThanOrEqual(45);
  });

  it.each([
    ["`members`, with 3 accounts", 3],
    ["`invites`, with 20 stolen codes", 20],
  ])("gets no more than one unit each at %s", async (_, identities) => {
    expect(await share(identities)).toMatchObject({ bot: identities, people: 50 - identities });
  });

  it("gets exactly one with one e-mail address where `onePer: [email]`, even at an open door", async () => {
    expect(await share(1_000, ["email"])).toMatchObject({ bot: 1, people: 49 });
  });
});
