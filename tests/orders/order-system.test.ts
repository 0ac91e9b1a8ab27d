import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import {
  type OrderSystemOptions,
  type RunningOrderSystem,
  startOrderSystem,
} from "../../scripts/order-system/server.ts";
import { waitFor } from "../support/patience.ts";

let system: RunningOrderSystem;
afterEach(() => system.stop());
const start = async (options: OrderSystemOptions = {}) => {
  system = await startOrderSystem(options);
};

const ADA = { orderId: "7QX", sale: "lamp", placedAt: 1_790_000_000_000 };
const data = (more = {}) => ({ ...ADA, name: "Ada", email: "ada@example.com", ...more });
const message = (of: object = data(), type = "order.placed") =>
  JSON.stringify({ type, timestamp: new Date().toISOString(), data: of });

interface Delivery {
  body?: string;
  secret?: string;
  id?: string;
  at?: Date;
  signal?: AbortSignal;
}

function deliver({ body = message(), secret, id = "7QX", at, signal }: Delivery = {}) {
  const time = at ?? new Date();
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(time.getTime() / 1000)),
    "webhook-signature": new Webhook(secret ?? system.secret).sign(id, time, body),
  };
  return fetch(system.url, { method: "POST", headers, body, signal: signal ?? null });
}
const statusOf = async (delivery?: Delivery) => (await deliver(delivery)).status;
const admin = (path: string, init?: RequestInit) => fetch(new URL(path, system.url), init);

describe("a delivery", () => {
  it("is stored and accepted", async () => {
    await start();
    expect(await statusOf()).toBe(204);
    expect(system.orders()).toMatchObject([{ ...data(), times: 1, changed: false }]);
  });

  it("that comes twice is stored once, also after a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "order-system-"));
    const options = { database: `${folder}/orders.sqlite` };
    await start(options);
    const { secret } = system;
    expect([await statusOf(), await statusOf()]).toEqual([204, 204]);
    await system.stop();
    await start({ ...options, secret });
    expect(await statusOf()).toBe(204);
    expect(system.orders()).toMatchObject([{ orderId: "7QX", times: 3, changed: false }]);
    rmSync(folder, { recursive: true });
  });

  it("that comes again with other data is noticed, and the first data are kept", async () => {
    await start();
    await deliver();
    await deliver({ body: message(data({ name: "Eve" })) });
    expect(system.orders()).toMatchObject([{ name: "Ada", times: 2, changed: true }]);
  });

  it("with a wrong signature, without one, or changed on its way is refused", async () => {
    await start();
    expect(await statusOf({ secret: `whsec_${btoa("another secret of some length")}` })).toBe(401);
    expect((await admin("/orders", { method: "POST", body: message() })).status).toBe(401);
    const signed = await deliver({ id: "OTHER" });
    expect(signed.status).toBe(400);
    expect(system.orders()).toEqual([]);
    expect(system.stats().answers).toEqual({ 401: 2, 400: 1 });
  });

  it("that was recorded and is replayed minutes later, or is from the future, is refused", async () => {
    await start();
    const minutes = (many: number) => new Date(Date.now() + many * 60_000);
    expect(await statusOf({ at: minutes(-6) })).toBe(401);
    expect(await statusOf({ at: minutes(6) })).toBe(401);
    expect(await statusOf({ at: minutes(-4) })).toBe(204);
  });

  it("of a kind that it does not know is accepted, of a form that is not right is not", async () => {
    await start();
    expect(await statusOf({ body: message({}, "order.sung") })).toBe(204);
    expect(await statusOf({ body: "{" })).toBe(400);
    expect(await statusOf({ body: message({ orderId: "7QX" }) })).toBe(400);
    expect(await statusOf({ body: message(data({ note: "x".repeat(70_000) })) })).toBe(413);
    expect(system.orders()).toEqual([]);
  });
});

describe("what has become of an order", () => {
  const change = (type: string, life: object, id = `7QX-${type}`) =>
    deliver({ id, body: message(data(life), `order.${type}`) });

  it("is noted once, however often it comes, and counted", async () => {
    await start();
    await deliver();
    const paid = { paidAt: 1_790_000_100_000 };
    const cancelled = { ...paid, cancelledAt: 1_790_000_200_000, reason: "shop" };
    expect((await change("paid", paid)).status).toBe(204);
    expect((await change("paid", { paidAt: 1 })).status).toBe(204);
    expect(system.orders()).toMatchObject([{ ...paid, times: 1, changed: false }]);
    expect((await change("cancelled", cancelled)).status).toBe(204);
    expect(system.orders()).toMatchObject([cancelled]);
    expect(system.stats()).toMatchObject({ orders: 1, paid: 1, cancelled: 1 });
  });

  it("is refused when it is none", async () => {
    await start();
    expect((await deliver({ body: message({}, "order.paid") })).status).toBe(400);
  });
});

describe("an order system that takes payments", () => {
  /** The sale's side: keeps what it is told, and answers with `status`. */
  async function sale(status: number) {
    const told: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
    const server = createServer(async (request, response) => {
      told.push({ headers: request.headers, body: await text(request) });
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  const choose = async (payAt: string, choice: string) => {
    const body = new URLSearchParams({ change: choice });
    return (await fetch(payAt, { method: "POST", body })).text();
  };

  it("answers with the way to pay, and reports what the page's button says, signed", async () => {
    const { told, url } = await sale(204);
    await start({ behaviour: { payments: url } });
    const offer = { title: "A <b>lamp</b>", price: 19.9, currency: "EUR" };
    const { payAt } = await (await deliver({ body: message(data({ offer })) })).json();
    expect(payAt).toBe(new URL("/pay/7QX", system.url).href);
    const page = await (await fetch(payAt)).text();
    expect(page).toContain("A &#60;b&#62;lamp&#60;/b&#62;<br>19.9 EUR<br>Order 7QX");
    expect(await choose(payAt, "paid")).toContain("Done.");
    const { body, headers } = told[0] ?? { body: "", headers: {} };
    const named = headers as Record<string, string>;
    expect(new Webhook(system.secret).verify(body, named)).toEqual({
      type: "order.paid",
      data: { orderId: "7QX", sale: "lamp" },
    });
  });

  it("says what the sale answered, and refuses what is no choice or no order", async () => {
    await start({ behaviour: { payments: (await sale(409)).url } });
    const { payAt } = await (await deliver()).json();
    expect(await choose(payAt, "cancelled")).toContain("Too late");
    system.behave({ payments: "http://127.0.0.1:9" });
    expect(await choose(payAt, "paid")).toContain("cannot be reached");
    const post = { method: "POST", body: new URLSearchParams({ change: "sung" }) };
    expect((await fetch(payAt, post)).status).toBe(400);
    expect((await fetch(new URL("/pay/8AB", system.url))).status).toBe(404);
    system.behave({});
    const closed = { method: "POST", body: new URLSearchParams({ change: "paid" }) };
    expect((await fetch(payAt, closed)).status).toBe(409);
  });
});

describe("an order system that is not well", () => {
  it("is slow", async () => {
    const waited: number[] = [];
    const wait = async (milliseconds: number) => void waited.push(milliseconds);
    await start({ behaviour: { slow: 80 }, wait });
    expect(await statusOf()).toBe(204);
    expect(waited).toEqual([80]);
  });

  it("fails at random, with any status, and stores nothing then", async () => {
    const chances = [0.9, 0.1, 0.9, 0.6, 0.9];
    await start({ behaviour: { fail: 0.5, status: 502 }, random: () => chances.shift() ?? 0.9 });
    expect([await statusOf(), await statusOf()]).toEqual([502, 204]);
    expect(system.orders()).toMatchObject([{ times: 1 }]);
  });

  it("says when it wants to be asked again, and when never", async () => {
    await start({ behaviour: { fail: 1, status: 503, retryAfter: 7 } });
    const later = await deliver();
    expect([later.status, later.headers.get("retry-after")]).toEqual([503, "7"]);
    system.behave({ fail: 1, status: 410 });
    const never = await deliver();
    expect([never.status, never.headers.get("retry-after")]).toEqual([410, null]);
  });

  it("hangs, and stores nothing", async () => {
    await start({ behaviour: { hang: 1 } });
    const patience = new AbortController();
    const delivery = deliver({ signal: patience.signal });
    await waitFor(() => system.stats().answers.silence === 1, "it is asked, and silent");
    patience.abort(new Error("enough"));
    await expect(delivery).rejects.toThrow("enough");
    expect(system.orders()).toEqual([]);
    expect(system.stats().answers).toEqual({ silence: 1 });
  });

  it("stores, and dies before it has answered", async () => {
    await start({ behaviour: { lose: 1 } });
    await expect(deliver()).rejects.toThrow("fetch failed");
    expect(system.orders()).toMatchObject([{ times: 1 }]);
    system.behave({});
    expect(await statusOf()).toBe(204);
    expect(system.orders()).toMatchObject([{ times: 2, changed: false }]);
  });

  it("stops at once although a delivery hangs and another waits", async () => {
    await start({ behaviour: { hang: 1, slow: 60_000 } });
    const cut = deliver().catch(() => "cut");
    await new Promise((resolve) =>
      connect(Number(new URL(system.url).port), "127.0.0.1", () => resolve(0)),
    );
    const { secret } = system;
    await system.stop();
    expect(await cut).toBe("cut");
    await start({ secret });
  });
});

describe("its own side", () => {
  const put = (behaviour: unknown) =>
    admin("/behaviour", { method: "PUT", body: JSON.stringify(behaviour) });

  it("is told to be ill, and to be well again, while it runs", async () => {
    await start();
    expect((await put({ fail: 1 })).status).toBe(200);
    expect(await statusOf()).toBe(500);
    expect(await (await admin("/behaviour")).json()).toMatchObject({ fail: 1, hang: 0 });
    expect((await put({})).status).toBe(200);
    expect(await statusOf()).toBe(204);
  });

  it.each([
    [{ fail: 2 }, "fail: must be a share from 0 to 1"],
    [{ slow: "1s" }, "slow: must be milliseconds, up to an hour"],
    [{ status: 204 }, "status: must be an HTTP status from 300 to 599"],
    [[], "must be an object with any of slow, fail, status, retryAfter, hang, lose and payments"],
    [
      { payments: "127.0.0.1:8787" },
      "payments: must be where the sales are, like http://127.0.0.1:8787",
    ],
  ])("refuses the behaviour %j", async (behaviour, problem) => {
    await start();
    const refused = await put(behaviour);
    expect([refused.status, await refused.json()]).toEqual([400, { code: "invalid", problem }]);
  });

  it("lists what it holds, and counts", async () => {
    await start();
    await deliver();
    await deliver({ id: "8AB", body: message(data({ orderId: "8AB" })) });
    await deliver();
    const lines = (await (await admin("/orders")).text()).trimEnd().split("\n");
    const held = lines.map((line) => JSON.parse(line));
    expect(held.map(({ orderId, times }) => [orderId, times])).toEqual([
      ["7QX", 2],
      ["8AB", 1],
    ]);
    const counts = { deliveries: 3, answers: { 204: 3 }, orders: 2, accepted: 3, changed: 0 };
    const stats = { ...counts, paid: 0, cancelled: 0 };
    expect(await (await admin("/stats")).json()).toEqual(stats);
  });

  it("knows no other path and no other method", async () => {
    await start();
    expect((await admin("/")).status).toBe(404);
    expect((await admin("/stats", { method: "DELETE" })).status).toBe(405);
  });
});
