/**
 * The promises of the design, each under its name. What needs a world around it is elsewhere: 8 in
 * tests/orders, 10 in sim, crashes of 7 in tests/kill and tests/orders.
 */
import { evictAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gateOf } from "./gate/rules.ts";
import { FORM, Shopper, START, World } from "./testing/world.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Claims until a place is free; a crowd in small. */
async function buy(shopper: Shopper): Promise<number> {
  const claim = await shopper.claim();
  if (claim.status >= 400) return claim.status;
  return (await shopper.order(claim.body.order)).status;
}

describe("promise 1: nobody gets an order URL before the start", () => {
  it("gives no trace of a claim URL in the start script, to the last millisecond", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    vi.setSystemTime(START - 1);
    const response = await shopper.fetch(`/start/${world.sale.slug}.js?v=1`);
    const text = await response.text();
    expect(text).toContain('"state":"upcoming"');
    expect(text).not.toMatch(/claim|order|eyJ/);
    vi.setSystemTime(START);
    expect((await shopper.start()).state).toBe("open");
  });

  it("refuses a claim URL kept from before a start that was moved, early and after it", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const kept = await shopper.claimUrl();
    world.redeploy({ startsAt: START + 60_000 });
    const early = await shopper.claim(kept);
    expect(early).toMatchObject({ status: 425, body: { code: "too_early" } });
    expect(early.body.startsAt).toBe(START + 60_000);
    vi.setSystemTime(START + 61_000);
    expect(await shopper.claim(kept)).toMatchObject({ status: 403, body: { code: "bad_token" } });
    expect((await shopper.claim()).status).toBe(201);
  });

  it("is kept by the gate too, whose clock decides", async () => {
    const { sale, ...world } = new World();
    const late = { ...sale, startsAt: START + 5_000 };
    const gate = world.env.GATE.getByName(`${sale.slug}/0`);
    expect((await gate.claim(late, 0, "somebody", {})).answer).toEqual({
      ok: false,
      code: "too_early",
    });
  });

  it("takes no order while a moved start lies ahead, though the slot was granted", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    world.redeploy({ startsAt: START + 30_000 });
    expect(await shopper.order(body.order)).toMatchObject({
      status: 425,
      body: { code: "too_early" },
    });
  });
});

describe("promise 2: an order URL works for one shopper, one sale, one order, until its slot lapses", () => {
  it("refuses another shopper's cookie, and takes the token's word without one", async () => {
    const world = new World();
    const owner = new Shopper(world);
    const { body } = await owner.claim();
    const other = new Shopper(world);
    await other.start();
    expect(await other.get(body.order)).toMatchObject({ status: 403, body: { code: "bad_token" } });
    expect((await other.order(body.order)).status).toBe(403);
    expect((await new Shopper(world, { cookies: false }).get(body.order)).status).toBe(200);
  });

  it("is its order's receipt afterwards, also when the slot would have lapsed", async () => {
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    const placed = await shopper.order(body.order);
    vi.setSystemTime(START + 900_000);
    expect(await shopper.get(body.order)).toMatchObject({ status: 200, body: placed.body });
  });

  it("lapses on the dot, for the form and for a late order, and the shopper may claim anew a hold later", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    vi.setSystemTime(body.expiresAt - 1);
    expect((await shopper.get(body.order)).status).toBe(200);
    vi.setSystemTime(body.expiresAt);
    const gone = { status: 410, body: { code: "slot_expired" } };
    expect(await shopper.order(body.order)).toMatchObject(gone);
    expect(await shopper.get(body.order)).toMatchObject(gone);
    expect(await shopper.claim()).toMatchObject({ status: 503, body: { code: "full" } });
    vi.setSystemTime(body.expiresAt + world.sale.hold - 1);
    expect((await shopper.claim()).status).toBe(503);
    vi.setSystemTime(body.expiresAt + world.sale.hold);
    const again = await shopper.claim();
    expect(again.status).toBe(201);
    expect(again.body.order).not.toBe(body.order);
    expect(await shopper.order(body.order)).toMatchObject(gone);
    expect((await shopper.order(again.body.order)).status).toBe(201);
  });

  it("stays lapsed although a clock steps back, also for an isolate that has not heard of it", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    vi.setSystemTime(body.expiresAt);
    expect((await shopper.get(body.order)).status).toBe(410);
    vi.setSystemTime(body.expiresAt - 10_000);
    world.forget();
    expect((await shopper.get(body.order)).status).toBe(410);
    expect((await shopper.order(body.order)).status).toBe(410);
  });

  it("does not outlive its time by asking again", async () => {
    const shopper = new Shopper(new World());
    const first = await shopper.claim();
    vi.setSystemTime(START + 60_000);
    expect((await shopper.claim()).body).toEqual(first.body);
  });

  it("can be given up, which frees the place for the next one", async () => {
    const world = new World({ gates: 1, slots: 1 });
    const [first, second] = [new Shopper(world), new Shopper(world)];
    const { body } = await first.claim();
    expect((await second.claim()).status).toBe(503);
    expect((await first.fetch(`${body.order}/release`, { method: "POST" })).status).toBe(200);
    expect((await first.get(body.order)).status).toBe(410);
    vi.setSystemTime(START + 3_000);
    expect((await second.claim()).status).toBe(201);
  });
});

describe("promise 3: never more orders than stock", () => {
  it.each([
    { reserve: false, stock: 1 },
    { reserve: true, stock: 1 },
    { reserve: false, stock: 7 },
    { reserve: true, stock: 7 },
  ])("sells $stock to 40 shoppers at once (reserve: $reserve)", async ({ reserve, stock }) => {
    const world = new World({ stock, reserve, gates: 4, slots: 20 });
    const shoppers = Array.from({ length: 40 }, () => new Shopper(world));
    const statuses = await Promise.all(shoppers.map(buy));
    const orders = statuses.filter((status) => status === 201).length;
    expect(orders).toBeLessThanOrEqual(stock);
    expect((await (await world.admin("")).json<{ sold: number }>()).sold).toBe(orders);
  });

  it("lets one of two who race for the last unit have it", async () => {
    const world = new World({ stock: 1, gates: 2, slots: 2 });
    const [one, two] = await twoOfDifferentGates(world);
    const claims = await Promise.all([one.claim(), two.claim()]);
    expect(claims.map(({ status }) => status)).toEqual([201, 201]);
    const orders = await Promise.all([
      one.order(claims[0].body.order),
      two.order(claims[1].body.order),
    ]);
    const statuses = orders.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect([410, 503]).toContain(statuses[1]);
  });
});

describe("promise 4: never sold out while a unit can still be bought, and every unit is sold", () => {
  it("says full while the last unit waits in somebody's slot, and sold out once it is ordered", async () => {
    const world = new World({ stock: 1, reserve: true, gates: 2, slots: 2 });
    const [one, two] = await twoOfDifferentGates(world);
    const held = await one.claim();
    expect(held.status).toBe(201);
    expect(await two.claim()).toMatchObject({ status: 503, body: { code: "full" } });
    await one.order(held.body.order);
    expect((await two.start()).state).toBe("ended");
    vi.setSystemTime(START + 5_000);
    expect(await two.claim()).toMatchObject({ status: 410, body: { code: "sold_out" } });
  });

  it("is said as soon as it is so, by every gate, though none has sold more than its own", async () => {
    const world = new World({ stock: 2, gates: 2, slots: 5 });
    const [one, two] = await twoOfDifferentGates(world);
    for (const shopper of [one, two]) {
      const { body } = await shopper.claim();
      expect((await shopper.order(body.order)).status).toBe(201);
    }
    for (const gate of [0, 1]) {
      await vi.waitFor(async () => {
        vi.setSystemTime(Date.now() + 300);
        const news = await world.gate(gate).news(world.sale, gate, {});
        expect(news).toMatchObject({ state: "sold_out", sold: 2 });
      });
    }
  });

  it("sells a unit that a lapsed slot had reserved at another gate", async () => {
    const world = new World({ stock: 1, reserve: true, gates: 2, slots: 2 });
    const [one, two] = await twoOfDifferentGates(world);
    const held = await one.claim();
    vi.setSystemTime(held.body.expiresAt);
    const claim = await two.claim();
    expect(claim.status).toBe(201);
    expect((await two.order(claim.body.order)).status).toBe(201);
  });

  it("brings units back from a gate that nobody visits any more", async () => {
    const world = new World({ stock: 40, gates: 2, slots: 100 });
    const [one, two] = await twoOfDifferentGates(world);
    // The first draw of a gate takes many; the other gate's shoppers need them all the same.
    const first = await one.claim();
    expect((await one.order(first.body.order)).status).toBe(201);
    const others = await shoppersOf(world, two, 39);
    for (const shopper of others) expect(await eventually(shopper)).toBe(201);
    vi.setSystemTime(Date.now() + 5_000);
    expect(await new Shopper(world).claim()).toMatchObject({
      status: 410,
      body: { code: "sold_out" },
    });
  });
});

describe("promise 5: one order per shopper", () => {
  it("holds for five tabs and for an order posted twice at once", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const url = await shopper.claimUrl();
    const claims = await Promise.all(Array.from({ length: 5 }, () => shopper.claim(url)));
    expect(new Set(claims.map(({ body }) => body.order)).size).toBe(1);
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    const order = claims[0]?.body.order ?? "";
    const orders = await Promise.all([shopper.order(order), shopper.order(order)]);
    expect(orders.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(orders[0].body).toEqual(orders[1].body);
    expect((await (await world.admin("")).json<{ sold: number }>()).sold).toBe(1);
  });

  it("tells who has ordered where the receipt is", async () => {
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    const placed = await shopper.order(body.order);
    const again = await shopper.claim();
    expect(again.status).toBe(409);
    expect(again.body).toEqual({
      code: "already_ordered",
      orderId: placed.body.orderId,
      order: body.order,
    });
  });
});

describe("promise 6: never more than G × M open slots", () => {
  it("grants exactly that many to a crowd at once, and as many again when they have lapsed", async () => {
    const world = new World({ gates: 3, slots: 2, stock: 100 });
    for (const at of [START + 1_000, START + 200_000]) {
      vi.setSystemTime(at);
      const shoppers = Array.from({ length: 60 }, () => new Shopper(world));
      const claims = await Promise.all(shoppers.map((shopper) => shopper.claim()));
      expect(claims.filter(({ status }) => status === 201)).toHaveLength(6);
      const refused = claims.filter(({ status }) => status !== 201);
      expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(["full"]));
      expect(refused[0]?.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    }
  });

  it("frees a lapsed place by the alarm, with nobody asking", async () => {
    const world = new World({ gates: 1, slots: 2 });
    const claim = await new Shopper(world).claim();
    vi.setSystemTime(claim.body.expiresAt + 1);
    await runDurableObjectAlarm(world.gate(0));
    expect(await world.gate(0).survey()).toMatchObject({ slotsOpen: 0 });
  });
});

describe("promise 7: an order that was acknowledged is never lost", () => {
  it("is still answered by its receipt when every object has been restarted", async () => {
    const world = new World({ stock: 1, gates: 2 });
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    const placed = await shopper.order(body.order);
    await evictAllDurableObjects();
    expect(await shopper.get(body.order)).toMatchObject({ status: 200, body: placed.body });
    expect((await shopper.order(body.order, FORM)).status).toBe(200);
    vi.setSystemTime(START + 10_000);
    expect((await new Shopper(world).claim()).status).toBe(410);
  });
});

describe("promise 9: asking twice is asking once", () => {
  it("keeps a holder's answer in an isolate that refused him before he held anything", async () => {
    const world = new World({ gates: 1, slots: 1 });
    const [first, holder] = [new Shopper(world), new Shopper(world)];
    const here = world.env.GATE;
    const { order } = (await first.claim()).body;
    expect((await holder.claim()).status).toBe(503);
    await first.fetch(`${order}/release`, { method: "POST" });
    world.forget(); // his next claim comes to another isolate
    const granted = await holder.claim();
    expect(granted.status).toBe(201);
    world.env.GATE = here;
    vi.setSystemTime(START + 3_000);
    expect((await new Shopper(world).claim()).status).toBe(503);
    expect(await holder.claim()).toMatchObject({ status: 200, body: granted.body });
  });

  it("gives the same order URL to the byte, and the same order, at any later time", async () => {
    const shopper = new Shopper(new World(), { cookies: false });
    const url = await shopper.claimUrl();
    const [first, second] = [await shopper.claim(url), await shopper.claim(url)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    const placed = await shopper.order(first.body.order);
    vi.setSystemTime(START + 7_200_000);
    const again = await shopper.order(first.body.order, { name: "Somebody", email: "e@e.org" });
    expect([placed.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(placed.body);
  });

  it.each([true, false])(
    "keeps a holder's answer while the isolate knows that the gate is full (cookies: %s)",
    async (cookies) => {
      const world = new World({ gates: 1, slots: 1 });
      const [holder, other] = [new Shopper(world, { cookies }), new Shopper(world)];
      const url = await holder.claimUrl();
      const first = await holder.claim(url);
      expect((await other.claim()).status).toBe(503);
      // Another isolate: it has heard that the gate is full, and never of the holder.
      if (cookies) {
        world.forget();
        expect((await other.claim()).status).toBe(503);
      }
      expect(await holder.claim(url)).toMatchObject({ status: 200, body: first.body });
    },
  );
});

/** Two shoppers whose gates differ. */
async function twoOfDifferentGates(world: World): Promise<[Shopper, Shopper]> {
  const one = new Shopper(world);
  const own = await gateOfShopper(world, one);
  for (;;) {
    const two = new Shopper(world);
    if ((await gateOfShopper(world, two)) !== own) return [one, two];
  }
}

async function shoppersOf(world: World, like: Shopper, count: number): Promise<Shopper[]> {
  const own = await gateOfShopper(world, like);
  const found: Shopper[] = [];
  while (found.length < count) {
    const shopper = new Shopper(world);
    if ((await gateOfShopper(world, shopper)) === own) found.push(shopper);
  }
  return found;
}

async function gateOfShopper(world: World, shopper: Shopper): Promise<number> {
  return gateOf(await shopper.id(), world.sale.gates);
}

/** Orders, trying again as the answer asks; the clock moves with each try. */
async function eventually(shopper: Shopper): Promise<number> {
  const { body } = await shopper.claim();
  for (let tries = 0; tries < 10; tries++) {
    const { status } = await shopper.order(body.order);
    if (status !== 503) return status;
    vi.setSystemTime(Date.now() + 1_000);
  }
  return 503;
}
