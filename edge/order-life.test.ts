/** What happens to an order after it was placed: promise 14, payments, and what the order system hears. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sale } from "./contract.ts";
import { type Bindings, orderSaleOf } from "./env.ts";
import { Gate } from "./gate/gate.ts";
import { gateInOrderId, newOrderId } from "./order-id.ts";
import type { OrderMessage } from "./outbox/payload.ts";
import type { Status } from "./stockroom/service.ts";
import { FORM, Shopper, START, World } from "./testing/world.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BROWSER = { accept: "text/html" };
/** Until every isolate and gate has heard of it. */
const EVERYWHERE = 3_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function worldOf(change: Partial<Sale> = {}): World {
  return new World({ stock: 1, gates: 3, ...change }, { ORDER_SYSTEM_SECRET: SECRET });
}

/** A new shopper who buys; the order's id, and the way to its receipt. */
async function buy(world: World): Promise<{ shopper: Shopper; orderId: string; url: string }> {
  const shopper = new Shopper(world);
  const claimed = await shopper.claim();
  const { body } = await shopper.order(claimed.body.order);
  return { shopper, orderId: body.orderId, url: claimed.body.order };
}

/** As an order system reports it, signed by the specification's own library. */
function report(world: World, type: string, orderId: string, at = new Date()): Promise<Response> {
  const body = JSON.stringify({ type, data: { orderId, sale: world.sale.slug } });
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(SECRET).sign("msg_1", at, body),
  };
  return world.fetch("/hooks/orders", { method: "POST", body, headers });
}

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Later, in an isolate that has heard nothing yet. */
function everywhere(world: World): void {
  pass(EVERYWHERE);
  world.forget();
}

/** What somebody new is told. */
async function standing(world: World): Promise<string | undefined> {
  const shopper = new Shopper(world);
  const { claim, reason } = await shopper.start();
  return claim === undefined ? reason : (await shopper.claim(claim)).body.code;
}

/**
 * The stockroom knows, asked without asking any gate. The clock must not jump while a gate's report
 * is still on its way, or what the gate heard before looks new.
 */
function soldIs(world: World, sold: number): Promise<void> {
  const stockroom = (env as Bindings).STOCKROOM.getByName(world.sale.slug);
  return expect.poll(async () => (await stockroom.glance(undefined))?.sold).toBe(sold);
}

const lookAt = async (shopper: Shopper, url: string) => (await shopper.fetch(url)).json();

describe("14: a cancelled unit is for sale again, and is never sold twice", () => {
  it("whoever cancels: any shopper at any gate can buy it, once", async () => {
    const world = worldOf();
    const { orderId } = await buy(world);
    expect(await standing(world)).toBe("sold_out");
    expect((await report(world, "order.cancelled", orderId)).status).toBe(204);
    expect((await report(world, "order.cancelled", orderId)).status).toBe(204);
    everywhere(world);
    expect(await (await world.admin("")).json()).toMatchObject({ sold: 0, cancelled: 1, left: 1 });
    await buy(world);
    expect(await standing(world)).toBe("sold_out");
    expect(await (await world.admin("")).json()).toMatchObject({ sold: 1, cancelled: 1, left: 0 });
  });

  it("a gate that has many cancelled orders gives their units to the others", async () => {
    const world = worldOf({ stock: 6, gates: 2, slots: 9 });
    const bought = [];
    for (let i = 0; i < 6; i++) bought.push(await buy(world));
    for (const { orderId } of bought) {
      const path = `/orders/${orderId}/cancelled`;
      expect((await world.admin(path, { method: "POST" })).status).toBe(200);
    }
    everywhere(world);
    for (let i = 0; i < 6; i++) expect((await buy(world)).orderId).toBeDefined();
    await soldIs(world, 6);
    everywhere(world);
    expect(await standing(world)).toBe("sold_out");
  });

  it("the receipt says so, and the shopper gets no other order unless the sale says again", async () => {
    const world = worldOf();
    const { shopper, orderId, url } = await buy(world);
    await report(world, "order.cancelled", orderId);
    const life = { orderId, cancelledAt: START + 1_000, why: "shop" };
    expect(await lookAt(shopper, url)).toMatchObject(life);
    everywhere(world);
    expect((await shopper.claim()).body).toMatchObject({ code: "already_ordered", orderId });
    // The answer to the order itself is what it was.
    expect((await shopper.order(url)).status).toBe(200);
  });

  it("with again, the cookie of the order goes with its receipt, and another order can follow", async () => {
    const world = worldOf({ again: true });
    const { shopper, orderId, url } = await buy(world);
    await report(world, "order.cancelled", orderId);
    everywhere(world);
    await shopper.fetch(url);
    expect(shopper.jar.get(`order-${world.sale.slug}`)).toBeUndefined();
    const claimed = await shopper.claim();
    expect(claimed.status).toBe(201);
    const again = await shopper.order(claimed.body.order);
    expect(again.status).toBe(201);
    expect(again.body.orderId).not.toBe(orderId);
    expect(await lookAt(shopper, url)).toMatchObject({ orderId, why: "shop" });
    expect((await shopper.start()).order).toBe(claimed.body.order);
  });
});

describe("a payment", () => {
  it("is noted once, shown on the receipt, and keeps the order from lapsing", async () => {
    const world = worldOf({ payWithin: 600_000 });
    const { shopper, orderId, url } = await buy(world);
    expect(await lookAt(shopper, url)).toMatchObject({ payBy: START + 601_000 });
    const payments = async () => (await (await world.admin("")).json<Status>()).payments;
    expect(await payments()).toEqual({ paid: 0, awaiting: 1 });
    expect((await report(world, "order.paid", orderId)).status).toBe(204);
    expect((await report(world, "order.paid", orderId)).status).toBe(204);
    expect(await payments()).toEqual({ paid: 1, awaiting: 0 });
    pass(700_000);
    const seen = await lookAt(shopper, url);
    expect(seen).toEqual({
      ...{ orderId, sale: world.sale.slug, placedAt: START + 1_000, paidAt: START + 1_000 },
    });
  });

  it("that does not come in time cancels the order, by the alarm", async () => {
    const world = worldOf({ payWithin: 600_000, gates: 1 });
    const { shopper, orderId, url } = await buy(world);
    pass(600_000);
    await runDurableObjectAlarm(world.gate(0));
    everywhere(world);
    expect(await (await world.admin("")).json()).toMatchObject({ sold: 0, cancelled: 1 });
    expect(await lookAt(shopper, url)).toMatchObject({ why: "unpaid" });
    expect((await buy(world)).orderId).toBeDefined();
    const late = await report(world, "order.paid", orderId);
    expect([late.status, await late.json()]).toEqual([409, { code: "order_cancelled" }]);
  });

  it("is judged by whoever comes first, should the alarm be late", async () => {
    const world = worldOf({ payWithin: 600_000 });
    const { shopper, orderId, url } = await buy(world);
    pass(599_999);
    expect(await lookAt(shopper, url)).not.toHaveProperty("cancelledAt");
    pass(1);
    expect((await report(world, "order.paid", orderId)).status).toBe(409);
    expect(await lookAt(shopper, url)).toMatchObject({ why: "unpaid" });
  });
});

describe("POST /hooks/orders", () => {
  it("takes only what was signed with the order system's secret, and just now", async () => {
    const world = worldOf();
    const { orderId } = await buy(world);
    const old = new Date(Date.now() - 6 * 60_000);
    expect((await report(world, "order.paid", orderId, old)).status).toBe(401);
    const body = JSON.stringify({ type: "order.paid", data: { orderId, sale: world.sale.slug } });
    expect((await world.fetch("/hooks/orders", { method: "POST", body })).status).toBe(401);
    const other = new World({}, { ORDER_SYSTEM_SECRET: "whsec_AAAA" });
    other.env.SALES = world.env.SALES ?? {};
    expect((await report(other, "order.paid", orderId)).status).toBe(401);
  });

  it("says what is wrong with what was signed", async () => {
    const world = worldOf();
    const { orderId } = await buy(world);
    expect((await report(world, "order.shipped", orderId)).status).toBe(400);
    expect((await report(world, "order.paid", newOrderId(1))).status).toBe(404);
    expect((await world.fetch("/hooks/orders")).status).toBe(405);
  });
});

it("the operator reports it too, and hears of an order that does not exist or was cancelled", async () => {
  const world = worldOf();
  const { orderId } = await buy(world);
  const post = (id: string, change: string) =>
    world.admin(`/orders/${id}/${change}`, { method: "POST" });
  expect(await (await post(orderId, "paid")).json()).toMatchObject({ changed: true, orderId });
  expect(await (await post(orderId, "paid")).json()).toMatchObject({ changed: false });
  expect(await (await post(orderId, "cancelled")).json()).toMatchObject({ reason: "shop" });
  expect((await post(orderId, "paid")).status).toBe(409);
  expect((await post("nothing", "paid")).status).toBe(404);
});

it("a gate can be read off an order's id, whichever gate it is", () => {
  for (const gate of [0, 1, 31, 32, 999]) {
    const ids = Array.from({ length: 50 }, () => newOrderId(gate));
    expect(new Set(ids.map(gateInOrderId))).toEqual(new Set([gate]));
    expect(new Set(ids).size).toBe(50);
  }
});

/** A gate of its own with the order system that a test wants. */
async function atGate(
  bindings: Partial<Bindings>,
  test: (gate: Gate, place: () => Promise<string>) => Promise<void>,
): Promise<void> {
  const offer = { title: "A lamp", price: 19.9, currency: "EUR", shipping: "free" };
  const world = worldOf({ gates: 1, offer: { ...offer, payment: "card", terms: "/terms" } });
  const sale = orderSaleOf(world.sale);
  await runInDurableObject(world.gate(0), async (_running, state) => {
    const gate = new Gate(state, { ...(env as Bindings), ...bindings });
    await test(gate, async () => {
      const { answer } = await gate.claim(sale, 0, "ada", {});
      if (!answer.ok) throw new Error("no slot");
      const visit = { source: "newsletter", referrer: "https://news.example" };
      const ordered = await gate.order(sale, 0, "ada", answer.slot, { ...FORM, visit });
      if (!ordered.answer.ok) throw new Error("no order");
      return ordered.answer.orderId;
    });
  });
}

const settled = (calls: { mock: { calls: unknown[] } }, count: number) =>
  vi.waitFor(() => expect(calls.mock.calls.length).toBe(count));

it("hears of every change under an id of its own, after the order, with what the sale said", async () => {
  const heard = vi.fn(async (_message: OrderMessage) => ({ payAt: "https://pay.example/1" }));
  const after = vi.fn(async (_message: OrderMessage) => {});
  const ORDER_SERVICE = { orderPlaced: heard, orderPaid: after, orderCancelled: after };
  await atGate({ ORDER_SERVICE }, async (gate, place) => {
    const orderId = await place();
    await settled(heard, 1);
    await expect.poll(() => gate.survey().payments).toEqual({ paid: 0, awaiting: 1 });
    gate.settle(orderId, "paid");
    await settled(after, 1);
    gate.settle(orderId, "cancelled");
    await settled(after, 2);
    expect(gate.survey().payments).toEqual({ paid: 0, awaiting: 0 });
    const [placed] = heard.mock.calls[0] ?? [];
    expect(placed).toMatchObject({
      type: "order.placed",
      data: {
        orderId,
        quantity: 1,
        offer: { title: "A lamp", price: 19.9, currency: "EUR", terms: "/terms" },
        visit: { source: "newsletter", referrer: "https://news.example" },
      },
    });
    expect(after.mock.calls.map(([{ type }]) => type)).toEqual(["order.paid", "order.cancelled"]);
    expect(gate.orders(0, 1)).toMatchObject([
      { orderId, payAt: "https://pay.example/1", paidAt: expect.any(Number), reason: "shop" },
    ]);
  });
});

it("does not hear of a change before it has the order", async () => {
  let isDown = true;
  const heard = vi.fn(async () => {
    if (isDown) throw new Error("down");
    return undefined;
  });
  const after = vi.fn(async () => {});
  const ORDER_SERVICE = { orderPlaced: heard, orderPaid: after, orderCancelled: after };
  await atGate({ ORDER_SERVICE }, async (gate, place) => {
    const orderId = await place();
    await settled(heard, 1);
    gate.settle(orderId, "cancelled");
    await gate.tick();
    expect(after).not.toHaveBeenCalled();
    isDown = false;
    pass(60_000);
    await gate.tick();
    await settled(after, 1);
  });
});

it("the receipt of a browser shows only what is true of the order", async () => {
  const world = worldOf();
  const parts = ["thanks", "next", "contacted", "unsettled", "paid", "cancelled", "unpaid"];
  const shownAtFirst = new Set(["thanks", "next", "contacted"]);
  const part = (name: string) =>
    `<p data-when="${name}"${shownAtFirst.has(name) ? "" : " hidden"}></p>`;
  const page = parts.map(part).join("");
  world.env.ASSETS = { fetch: async () => new Response(page) } as unknown as Fetcher;
  const { shopper, orderId, url } = await buy(world);
  const shown = async () => {
    const html = await (await shopper.fetch(url, { headers: BROWSER })).text();
    return [...html.matchAll(/data-when="(\w+)">/g)].map(([, name]) => name);
  };
  expect(await shown()).toEqual(["thanks", "next", "contacted", "unsettled"]);
  await report(world, "order.paid", orderId);
  expect(await shown()).toEqual(["thanks", "next", "contacted", "paid"]);
  await report(world, "order.cancelled", orderId);
  expect(await shown()).toEqual(["contacted", "cancelled"]);
});
