/** Promise 13, in the runtime: a slot goes only to a number that has been called. */
import { evictAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { base64url } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DrawMessage, Sale } from "../contract.ts";
import { Shopper, START, World } from "../testing/world.ts";
import { keysOf } from "../tokens/keys.ts";
import { signStart } from "../tokens/tokens.ts";
import { commitmentOf, EVERYBODY, lateNumber, numberOf } from "./number.ts";

const DRAW: Partial<Sale> = {
  ...{ admission: "draw", reserve: true, expected: 4 },
  ...{ gates: 1, slots: 1, stock: 2 },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START - 60_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const seedOf = (text = "") => new Uint8Array(base64url.decode(text));

/** Comes before the start, and is asked for the number after it. */
async function early(world: World, count: number): Promise<Shopper[]> {
  const shoppers = Array.from({ length: count }, () => new Shopper(world));
  for (const shopper of shoppers) await shopper.start();
  return shoppers;
}

async function drawOf(shopper: Shopper): Promise<Required<DrawMessage>> {
  return (await shopper.start()).draw as Required<DrawMessage>;
}

async function inOrder(shoppers: Shopper[]): Promise<Shopper[]> {
  const all = await Promise.all(
    shoppers.map(async (shopper) => ({ shopper, number: (await drawOf(shopper)).number })),
  );
  return all.sort((a, b) => a.number - b.number).map(({ shopper }) => shopper);
}

/** Lets the draw call for so long, while somebody asks. */
async function pass(world: World, seconds: number, asking: Shopper): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    vi.setSystemTime(Date.now() + 1_000);
    await runDurableObjectAlarm(world.gate(0));
    await runDurableObjectAlarm(world.stockroom());
    await asking.start();
  }
}

/** Everybody before the first one who is called has been admitted by then. */
async function untilCalled(world: World, shopper: Shopper): Promise<void> {
  for (let i = 0; i < 120; i++) {
    const { number, called } = await drawOf(shopper);
    if (number < called) return;
    await pass(world, 1, shopper);
  }
  throw new Error("not called within two minutes");
}

/** One of two shoppers: whose number is lower. */
async function calledFirst(world: World): Promise<Shopper> {
  const shoppers = await early(world, 2);
  vi.setSystemTime(START);
  const [first] = await inOrder(shoppers);
  if (!first) throw new Error("there are two");
  await untilCalled(world, first);
  return first;
}

describe("a draw's seed", () => {
  it("is unknown before the start, when only its commitment is told, and revealed at it", async () => {
    const world = new World(DRAW);
    const shopper = new Shopper(world);
    const before = await (await shopper.fetch(`/start/${world.sale.slug}.js?v=1`)).text();
    const { draw } = await shopper.start();
    expect(Object.keys(draw ?? {})).toEqual(["commitment"]);
    vi.setSystemTime(START);
    const { seed, number, called } = await drawOf(shopper);
    expect(before).not.toContain(seed);
    expect(await commitmentOf(seedOf(seed))).toBe(draw?.commitment);
    expect(called).toBeLessThan(1 / 4); // the first answer in a draw knows already how far it is called
    expect(number).toBe(await numberOf(seedOf(seed), world.sale.slug, await shopper.id()));
  });

  it("is the same in every isolate, and after the signing key is rotated", async () => {
    const world = new World(DRAW);
    const [shopper] = await early(world, 1);
    const before = await shopper?.start();
    world.forget();
    world.env.SIGNING_KEY_PREVIOUS = world.env.SIGNING_KEY;
    world.env.SIGNING_KEY = base64url.encode(new Uint8Array(32).fill(9));
    expect((await shopper?.start())?.draw).toEqual(before?.draw);
  });

  it("is a reason to serve nothing where it is missing, by name, and only in a draw", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { DRAW_SECRET: _, ...env } = new World(DRAW).env;
    const world = new World(DRAW, { ...env, SALES: {} });
    delete world.env.DRAW_SECRET;
    world.redeploy({});
    const { status, body } = await new Shopper(world).askStart();
    expect([status, body]).toEqual([
      500,
      'saleStart({"code":"internal","missing":"DRAW_SECRET"});',
    ]);
    world.redeploy({ admission: undefined as never });
    expect((await new Shopper(world).start()).state).toBe("upcoming");
    vi.restoreAllMocks();
  });

  it("is refused by name when it is another one than the draw began with", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const world = new World(DRAW);
    const [shopper] = await early(world, 1);
    vi.setSystemTime(START);
    if (shopper) await pass(world, 2, shopper);
    world.env.DRAW_SECRET = base64url.encode(new Uint8Array(32).fill(8));
    const answer = await shopper?.askStart();
    expect(answer?.body).toContain('"missing":"DRAW_SECRET"');
    vi.restoreAllMocks();
  });
});

describe("promise 13: in a draw a slot goes only to a number that has been called", () => {
  it("calls the lowest number first, and gives nobody else a claim URL", async () => {
    const world = new World(DRAW);
    const shoppers = await early(world, 4);
    vi.setSystemTime(START);
    const [first, second] = await inOrder(shoppers);
    if (!first || !second) throw new Error("there are four");
    expect((await first.start()).claim).toBeUndefined();
    await untilCalled(world, first);
    const claimed = await first.claim();
    expect(claimed.status).toBe(201);
    const ordered = await first.order(claimed.body.order);
    const { number } = await drawOf(first);
    expect((await first.get(claimed.body.order)).body).toMatchObject({ number });
    const status = await (await world.admin("")).json<{ called: number; draw: object }>();
    const { called, seed } = await drawOf(second);
    expect(status).toMatchObject({ called, draw: { seed, startsAt: START } });
    const lines = await (await world.admin("/gates/0/orders")).text();
    expect(JSON.parse(lines)).toMatchObject({
      ...{ orderId: ordered.body.orderId, number },
      shopper: await first.id(),
    });
  });

  it("refuses a claim whose number has not been called, in the isolate and at the gate", async () => {
    const world = new World(DRAW);
    const [shopper] = await early(world, 1);
    vi.setSystemTime(START);
    await shopper?.start();
    const { number, seed } = await drawOf(shopper as Shopper);
    const gate = world.gate(0);
    const commitment = await commitmentOf(seedOf(seed));
    const sale = { ...world.sale, draw: { commitment } };
    const claim = async (ticket?: Parameters<typeof gate.claim>[4]) =>
      (await gate.claim(sale, 0, "somebody", {}, ticket)).answer;
    expect(await claim()).toMatchObject({ ok: false, code: "waiting" });
    expect(await claim({ number, called: 0, commitment })).toMatchObject({ code: "waiting" });
    expect(await claim({ number: 0, called: 1, commitment: "x" })).toMatchObject({
      code: "waiting",
    });
  });

  it("refuses it without asking any object, and says how far it is called", async () => {
    const world = new World(DRAW);
    const shopper = new Shopper(world);
    vi.setSystemTime(START);
    const id = await shopper.id();
    let asked = 0;
    const { GATE } = world.env;
    world.env.GATE = {
      getByName: (name: string) => {
        asked += 1;
        return GATE.getByName(name);
      },
    } as typeof GATE;
    const keys = await keysOf(world.env);
    const drawn = { number: 0.75, called: 0.25 };
    const token = await signStart(keys, world.sale.slug, id, Date.now(), drawn);
    const { status, headers, body } = await shopper.claim(`/claim/${token}`);
    expect([status, body]).toEqual([503, { code: "waiting", ...drawn }]);
    expect(headers.get("retry-after")).toBe("2");
    expect(asked).toBe(0);
  });

  it("keeps whoever was called called: in another isolate, without cookies, after a crash of all objects", async () => {
    const world = new World({ ...DRAW, stock: 1 });
    const first = await calledFirst(world);
    const url = await first.claimUrl();
    await evictAllDurableObjects();
    world.forget();
    // The claim URL names its shopper, and says that they were called.
    const bare = new Shopper(world, { cookies: false });
    const claimed = await bare.claim(url);
    expect(claimed.status).toBe(201);
    expect((await first.claim(url)).body.order).toBe(claimed.body.order);
    await evictAllDurableObjects();
    const { number, called } = await drawOf(first);
    expect(number).toBeLessThan(called);
  });

  it("keeps them called when their slot lapses, behind whoever else is called", async () => {
    const world = new World({ ...DRAW, stock: 1 });
    const first = await calledFirst(world);
    const claimed = await first.claim();
    vi.setSystemTime(claimed.body.expiresAt + 1);
    expect((await first.get(claimed.body.order)).status).toBe(410);
    expect((await first.claim()).body).toMatchObject({ code: "full" });
    vi.setSystemTime(claimed.body.expiresAt + world.sale.hold + 1_000);
    expect((await first.claim()).status).toBe(201);
  });

  it("puts whoever comes after the start behind all the others, by time, and calls them in the end", async () => {
    const world = new World({ ...DRAW, stock: 5, slots: 5 });
    const [person] = await early(world, 1);
    vi.setSystemTime(START + 3);
    const late = new Shopper(world);
    const { number } = await drawOf(late);
    expect(number).toBe(lateNumber(START + 3, START));
    await untilCalled(world, late);
    const { called } = await drawOf(person as Shopper);
    expect([called > 1, called <= EVERYBODY]).toEqual([true, true]);
    expect((await late.claim()).status).toBe(201);
    // Moving the start afterwards makes nobody early who was not.
    world.redeploy({ startsAt: START + 1_000 });
    vi.setSystemTime(Date.now() + 2_000);
    expect((await drawOf(late)).number).toBe(number);
  });
});
