/** Every row of the contract's table of answers, as a program gets it and as a browser does. */
import { evictAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConsoleStatus, Sale } from "./contract.ts";
import { FORM, Shopper, START, World } from "./testing/world.ts";
import { keysOf } from "./tokens/keys.ts";
import { signOrder, signStart } from "./tokens/tokens.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe("the start script", () => {
  it("is JavaScript whatever is accepted, never cached, one call, and small", async () => {
    const world = new World({ slug: "a-name-as-long-as-they-get", gates: 1000 });
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    await shopper.order(body.order);
    const headers = { accept: "application/json" };
    const response = await shopper.fetch(`/start/${world.sale.slug}.js?v=7`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const text = await response.text();
    expect(text).toMatch(/^saleStart\(\{.*\}\);$/);
    expect(text).toContain('"order":"/order/');
    expect(text).toContain('"claim":"/claim/');
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(600);
  });

  it("gives a new shopper a cookie once, and only one that scripts cannot read", async () => {
    const world = new World();
    const path = `/start/${world.sale.slug}.js`;
    const first = await world.fetch(path);
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      /^shopper=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await world.fetch(path, { headers })).headers.get("set-cookie")).toBeNull();
    const shop = await world.fetch(`https://sale.example${path}`);
    expect(shop.headers.get("set-cookie")).toMatch(/; Secure/);
  });

  it("tells each state, and how it ended", async () => {
    const world = new World({ stock: 1, gates: 1 });
    const shopper = new Shopper(world);
    const { slug, startsAt, endsAt } = world.sale;
    expect(await shopper.start()).toEqual({
      sale: slug,
      state: "open",
      now: START + 1_000,
      startsAt,
      endsAt,
      claim: expect.stringMatching(/^\/claim\/\S+$/),
    });
    await world.admin("/pause", { method: "POST" });
    vi.setSystemTime(START + 4_000);
    await shopper.start();
    expect((await shopper.start()).state).toBe("paused");
    await world.admin("/resume", { method: "POST" });
    vi.setSystemTime(START + 8_000);
    const { body } = await shopper.claim();
    await shopper.order(body.order);
    vi.setSystemTime(START + 12_000);
    const other = new Shopper(world);
    await other.start();
    const ended = await other.start();
    expect(ended).toMatchObject({ state: "ended", reason: "sold_out", sold: 1 });
    expect(ended.endedAt).toBe(START + 8_000);
    expect(ended.claim).toBeUndefined();
    vi.setSystemTime(endsAt + 60_000);
    expect(await new Shopper(new World({ endsAt })).start()).toMatchObject({
      state: "ended",
      reason: "closed",
      endedAt: endsAt,
    });
  });

  it("of a sale that is over needs no signature and makes nobody a shopper; a holder finds their order", async () => {
    const world = new World();
    const [buyer, other] = [new Shopper(world), new Shopper(world)];
    const { order } = (await buyer.claim()).body;
    await buyer.order(order);
    await other.start();
    vi.setSystemTime(world.sale.endsAt);
    const spies = [vi.spyOn(crypto.subtle, "sign"), vi.spyOn(crypto.subtle, "verify")];
    expect(await other.start()).toMatchObject({ state: "ended", reason: "closed" });
    const fresh = await world.fetch(`/start/${world.sale.slug}.js`);
    expect(fresh.headers.get("set-cookie")).toBeNull();
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    expect((await buyer.start()).order).toBe(order);
  });

  it("of an unknown sale is a 404 in JavaScript, and takes no other method", async () => {
    const world = new World();
    const unknown = await world.fetch("/start/nothing.js");
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toBe('saleStart({"code":"not_found"});');
    expect((await world.fetch("/start/constructor.js")).status).toBe(404);
    const posted = await world.fetch(`/start/${world.sale.slug}.js`, { method: "POST" });
    expect(posted.status).toBe(405);
    expect(posted.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe("a claim", () => {
  it("is granted: 201, again 200; a browser is sent to the form", async () => {
    const shopper = new Shopper(new World());
    const url = await shopper.claimUrl();
    const granted = await shopper.claim(url);
    expect(granted.status).toBe(201);
    expect(granted.body).toEqual({
      order: expect.stringMatching(/^\/order\/\S+$/),
      expiresAt: START + 121_000,
    });
    expect((await shopper.claim(url)).status).toBe(200);
    const page = await shopper.fetch(url, { method: "POST", headers: BROWSER });
    expect([page.status, page.headers.get("location")]).toEqual([303, granted.body.order]);
  });

  it("is refused as paused, closed and over; a browser is sent to the page that says so", async () => {
    const world = new World({ gates: 1 });
    const shopper = new Shopper(world);
    const url = await shopper.claimUrl();
    await world.admin("/pause", { method: "POST" });
    vi.setSystemTime(START + 4_000);
    const paused = await shopper.claim(url);
    expect(paused).toMatchObject({ status: 503, body: { code: "paused" } });
    expect(Number(paused.headers.get("retry-after"))).toBeGreaterThan(0);
    const page = await shopper.fetch(url, { method: "POST", headers: BROWSER });
    expect([page.status, page.headers.get("location")]).toEqual([
      303,
      `/sales/${world.sale.slug}/ended?reason=paused`,
    ]);
    await world.admin("/end", { method: "POST" });
    vi.setSystemTime(START + 8_000);
    expect(await shopper.claim(url)).toMatchObject({ status: 410, body: { code: "closed" } });
    const another = new World();
    const other = new Shopper(another);
    const late = await other.claimUrl();
    another.redeploy({ endsAt: START + 8_000 });
    expect(await other.claim(late)).toMatchObject({ status: 410, body: { code: "closed" } });
  });

  it("with a token that is not a claim's is a bad token, before the start as well", async () => {
    const world = new World({ startsAt: START + 60_000 });
    const shopper = new Shopper(world);
    const keys = await keysOf(world.env);
    const order = await signOrder(keys, {
      sale: world.sale.slug,
      gate: 0,
      shopper: "a",
      slot: "b",
    });
    for (const token of ["garbage", order, `${order}x`, "%E0%A4%A", "a%2Fb"]) {
      const refused = await shopper.claim(`/claim/${token}`);
      expect(refused, token).toMatchObject({ status: 403, body: { code: "bad_token" } });
    }
    const gone = await signStart(keys, "gone", "a", START + 1_000);
    expect(await shopper.claim(`/claim/${gone}`)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  });

  it("of another shopper is a bad token; a cookie that is no token counts as none", async () => {
    const world = new World();
    const url = await new Shopper(world).claimUrl();
    const other = new Shopper(world);
    await other.start();
    expect((await other.claim(url)).status).toBe(403);
    other.jar.set("shopper", "garbage");
    expect((await other.claim(url)).status).toBe(201);
  });
});

describe("an order", () => {
  it("is placed: 201, again 200; a browser is sent to the receipt", async () => {
    const world = new World();
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    const placed = await shopper.order(body.order, { ...FORM, phone: "+49 30 1234", note: "Hi" });
    expect(placed.status).toBe(201);
    expect(placed.body).toEqual({
      orderId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/),
      sale: world.sale.slug,
      placedAt: START + 1_000,
    });
    expect((await shopper.order(body.order)).status).toBe(200);
    const page = await shopper.fetch(body.order, {
      method: "POST",
      headers: { ...BROWSER, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(FORM).toString(),
    });
    expect([page.status, page.headers.get("location")]).toEqual([303, body.order]);
  });

  it("is the same with a slash behind its URL", async () => {
    const shopper = new Shopper(new World());
    const { order } = (await shopper.claim()).body;
    const open = await shopper.fetch(`${order}/`);
    expect([open.status, await open.json()]).toEqual([
      200,
      { sale: expect.any(String), expiresAt: expect.any(Number) },
    ]);
    expect(await shopper.order(`${order}/`)).toMatchObject({ status: 201 });
    expect(await shopper.order(order)).toMatchObject({ status: 200 });
  });

  it.each([
    [{ email: "ada@example.com" }, { name: "must be filled in" }],
    [
      { name: " ", email: "ada" },
      { name: /filled in/, email: /e-mail address/ },
    ],
    [{ ...FORM, name: "x".repeat(101) }, { name: "must be at most 100 characters" }],
    [{ ...FORM, name: 7 }, { name: /text/ }],
    [{ ...FORM, name: "Bob\r\nBcc: x@example.com" }, { name: /line breaks/ }],
    [{ ...FORM, name: "Bob\u2028Bcc: x@example.com" }, { name: /line breaks/ }],
    [{ ...FORM, note: "\u0000" }, { note: /control characters/ }],
    [
      { ...FORM, name: "Ada\u009b2J", note: "a\u0084" },
      { name: /control/, note: /control/ },
    ],
    [{ ...FORM, name: "\ud800" }, { name: /text/ }],
    [["a list"], { body: /UTF-8/ }],
  ])("with the form %j is invalid, and the slot is kept", async (form, fields) => {
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    const refused = await shopper.order(body.order, form);
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid" } });
    expect(Object.keys(refused.body.fields)).toEqual(Object.keys(fields));
    for (const [field, text] of Object.entries(fields)) {
      expect(refused.body.fields[field]).toMatch(text);
    }
    expect((await shopper.order(body.order)).status).toBe(201);
  });

  it.each([
    ["text/plain", "hello", 415, "unsupported_type"],
    ["multipart/form-data; boundary=x", "--x--", 415, "unsupported_type"],
    ["", "hello", 415, "unsupported_type"],
    ["application/json", "{", 400, "invalid"],
    ["application/json", new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400, "invalid"],
    ["application/x-www-form-urlencoded", new Uint8Array([0x6e, 0x3d, 0xff]), 400, "invalid"],
    ["application/x-www-form-urlencoded", "name=%FF&email=a%40b.co", 400, "invalid"],
    ["application/json", JSON.stringify({ ...FORM, note: "x".repeat(17_000) }), 413, "too_large"],
  ])("as %s is refused: %s", async (type, sent, status, code) => {
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    const headers = { "content-type": type, accept: "application/json" };
    const refused = await shopper.fetch(body.order, { method: "POST", headers, body: sent });
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ code });
  });

  it("is refused as too large also when it does not say how large it is", async () => {
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4_096).fill(0x61)),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const refused = await shopper.fetch(body.order, { method: "POST", headers, body: endless });
    expect(refused.status).toBe(413);
  });

  it("that breaks off in the middle is no bug: nothing is logged, and the slot is kept", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const shopper = new Shopper(new World());
    const { body } = await shopper.claim();
    for (const path of [body.order, `${body.order}/release`]) {
      const broken = new ReadableStream({
        pull: (controller) => controller.error(new Error("Network connection lost.")),
      });
      const headers = { "content-type": "application/json" };
      const refused = await shopper.fetch(path, { method: "POST", headers, body: broken });
      expect(refused.status).toBe(400);
    }
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
    expect((await shopper.order(body.order)).status).toBe(201);
  });

  it("finds no unit: sold out when all are in orders, closed when the operator has ended it", async () => {
    const world = new World({ stock: 1, gates: 1, slots: 3 });
    const [one, two, three] = [new Shopper(world), new Shopper(world), new Shopper(world)];
    const claims = [await one.claim(), await two.claim(), await three.claim()];
    const [first = "", second = "", third = ""] = claims.map(({ body }) => body.order);
    await one.order(first);
    vi.setSystemTime(START + 5_000);
    expect(await two.order(second)).toMatchObject({
      status: 410,
      body: { code: "sold_out" },
    });
    await world.admin("/end", { method: "POST" });
    vi.setSystemTime(START + 10_000);
    expect(await three.order(third)).toMatchObject({
      status: 410,
      body: { code: "closed" },
    });
  });

  it("may be finished while the sale is paused, and after its end", async () => {
    const world = new World({ gates: 1, slots: 3 });
    const [one, two] = [new Shopper(world), new Shopper(world)];
    const [first, second] = [await one.claim(), await two.claim()];
    await world.admin("/pause", { method: "POST" });
    vi.setSystemTime(START + 5_000);
    expect((await one.order(first.body.order)).status).toBe(201);
    world.redeploy({ endsAt: START + 6_000 });
    vi.setSystemTime(START + 7_000);
    expect((await two.order(second.body.order)).status).toBe(201);
  });
});

describe("the operator's side", () => {
  it.each(["/admin", "/admin/", "/admin/sales/x", "/admin/no/such/thing"])(
    "answers 401 to anybody without the key: %s",
    async (path) => {
      const world = new World();
      for (const authorization of ["", "Bearer wrong", "Basic eA==", "Bearer "]) {
        for (const method of ["GET", "POST", "DELETE"]) {
          const headers = { authorization, accept: "application/json" };
          const response = await world.fetch(path, { method, headers });
          expect(response.status).toBe(401);
          expect(await response.json()).toEqual({ code: "unauthorized" });
        }
      }
    },
  );

  it("has no key where none is set", async () => {
    const world = new World({}, { ADMIN_KEY: "" });
    const headers = { authorization: "Bearer ", accept: "application/json" };
    expect((await world.fetch("/admin/sales/x", { headers })).status).toBe(401);
  });

  it("shows the status, and records each switch with its time", async () => {
    const world = new World({ stock: 5, gates: 2, slots: 3 });
    const shopper = new Shopper(world);
    const { body } = await shopper.claim();
    await shopper.order(body.order);
    await new Shopper(world).claim();
    await world.admin("/pause", { method: "POST" });
    const status = await (await world.admin("")).json();
    expect(status).toMatchObject({
      sale: world.sale.slug,
      state: "paused",
      stock: 5,
      sold: 1,
      left: 4,
      slotsOpen: 1,
      refusals: {},
      deliveries: { kept: 1, delivered: 0, waiting: 0, undelivered: 0, stopped: 0 },
      events: [{ at: START + 1_000, action: "pause" }],
    });
  });

  it("freezes nothing by looking; the first shopper does", async () => {
    const world = new World({ stock: 5 });
    const status = async () => (await world.admin("")).json();
    expect(await status()).toMatchObject({ frozen: false, stock: 5, left: 5, sold: 0 });
    world.redeploy({ stock: 7 });
    expect(await status()).toMatchObject({ frozen: false, stock: 7, left: 7 });
    await new Shopper(world).claim();
    world.redeploy({ stock: 9 });
    expect(await status()).toMatchObject({ frozen: true, stock: 7, left: 7 });
  });

  it("counts refusals by reason, those that no gate heard of too, and keeps the counts", async () => {
    const world = new World({ gates: 1, slots: 1 });
    const refusals = async () =>
      (await (await world.admin("")).json<{ refusals: object }>()).refusals;
    await new Shopper(world).claim();
    const others = Array.from({ length: 20 }, () => new Shopper(world));
    for (const other of others) expect((await other.claim()).status).toBe(503);
    vi.setSystemTime(START + 3_000);
    await new Shopper(world).start(); // the isolate's next question brings the counts along
    expect(await refusals()).toEqual({ full: 20 });
    await runDurableObjectAlarm(world.gate(0));
    await evictAllDurableObjects();
    expect(await refusals()).toEqual({ full: 20 });
  });

  it("counts new shoppers once each, beside the refusals, and keeps the counts", async () => {
    const world = new World({ gates: 1, slots: 1 });
    const counts = async () => {
      const { visitors, refusals } = await (await world.admin("")).json<ConsoleStatus>();
      return { visitors, refusals };
    };
    const shoppers = Array.from({ length: 3 }, () => new Shopper(world));
    for (const shopper of [...shoppers, ...shoppers]) await shopper.start();
    vi.setSystemTime(START + 3_000);
    await new Shopper(world).start(); // the isolate's next question brings the counts along
    expect(await counts()).toEqual({ visitors: 4, refusals: {} });
    await runDurableObjectAlarm(world.gate(0));
    await evictAllDurableObjects();
    expect(await counts()).toEqual({ visitors: 4, refusals: {} });
  });

  it("restocks to a total, never below; selling goes on after sold out", async () => {
    const world = new World({ stock: 1, gates: 1 });
    const restock = (stock: unknown) =>
      world.admin("/restock", { method: "POST", body: JSON.stringify({ stock }) });
    const shopper = new Shopper(world);
    await shopper.order((await shopper.claim()).body.order);
    vi.setSystemTime(START + 5_000);
    expect((await new Shopper(world).claim()).status).toBe(410);
    expect((await restock(0)).status).toBe(400);
    expect((await restock("9")).status).toBe(400);
    expect((await restock(2)).status).toBe(200);
    expect((await restock(2)).status).toBe(200);
    expect((await restock(1)).status).toBe(400);
    vi.setSystemTime(START + 10_000);
    const next = new Shopper(world);
    expect((await next.order((await next.claim()).body.order)).status).toBe(201);
  });

  it("hands out the orders, page by page, also of a sale whose file is gone", async () => {
    const world = new World({ stock: 3, gates: 1, slots: 3 });
    const placed = [];
    for (let i = 0; i < 3; i++) {
      const shopper = new Shopper(world);
      const form = { name: `Shopper ${i}`, email: `${i}@a.co` };
      placed.push((await shopper.order((await shopper.claim()).body.order, form)).body);
    }
    world.env.SALES = {};
    const status = await (await world.admin("")).json();
    expect(status).toMatchObject({ state: "ended", gates: 1, sold: 3, left: 0 });
    const page = async (query: string) => {
      const response = await world.admin(`/gates/0/orders${query}`);
      expect(response.headers.get("content-type")).toBe("application/x-ndjson");
      const lines = (await response.text()).split("\n").filter((line) => line !== "");
      return lines.map((line) => JSON.parse(line));
    };
    const [first, second] = await page("?limit=2");
    expect(first).toEqual({
      seq: 1,
      orderId: placed[0]?.orderId,
      placedAt: START + 1_000,
      name: "Shopper 0",
      email: "0@a.co",
      delivery: { state: "kept", attempts: 0 },
    });
    expect(second.seq).toBe(2);
    expect((await page("?after=2&limit=2")).map(({ orderId }) => orderId)).toEqual([
      placed[2]?.orderId,
    ]);
    expect(await page("?after=3")).toEqual([]);
    expect((await world.admin("/gates/0/orders?after=-1")).status).toBe(400);
    expect((await world.admin("/gates/x/orders")).status).toBe(404);
  });

  it("knows nothing of a sale that never was", async () => {
    const world = new World();
    for (const slug of ["nobodys", "NOT-A-SLUG", "x".repeat(60)]) {
      const headers = {
        authorization: `Bearer ${world.env.ADMIN_KEY}`,
        accept: "application/json",
      };
      expect((await world.fetch(`/admin/sales/${slug}`, { headers })).status).toBe(404);
    }
  });

  it("sends orders again when told to, and nothing on a request that is not right", async () => {
    const world = new World({ gates: 4, stock: 40 });
    const shopper = new Shopper(world);
    const { body } = await shopper.order((await shopper.claim()).body.order);
    for (let i = 0; i < 7; i++) await new Shopper(world).claim(); // every gate is awake
    const redeliver = async (sent: unknown) => {
      const init = { method: "POST", body: JSON.stringify(sent) };
      const response = await world.admin("/redeliver", init);
      return [response.status, await response.json()];
    };
    const none = { queued: 0, silent: [] };
    expect(await redeliver({ orderId: body.orderId })).toEqual([200, { ...none, queued: 1 }]);
    const { orderId } = body as { orderId: string };
    const read = `${orderId.slice(0, 4)} ${orderId.slice(4).toLowerCase().replaceAll("0", "o")}`;
    expect(await redeliver({ orderId: read })).toEqual([200, { ...none, queued: 1 }]);
    expect(await redeliver({ orderId: "nobody's" })).toEqual([200, none]);
    expect(await redeliver({})).toEqual([200, none]);
    expect((await redeliver({ orderId: 7 }))[0]).toBe(400);
    expect((await redeliver(null))[0]).toBe(400);
  });

  it("ends for good", async () => {
    const world = new World();
    expect((await world.admin("/end", { method: "POST" })).status).toBe(200);
    expect((await world.admin("/end", { method: "POST" })).status).toBe(200);
    expect((await world.admin("/resume", { method: "POST" })).status).toBe(410);
  });

  it("knows its own routes and methods only", async () => {
    const world = new World();
    expect((await world.admin("", { method: "DELETE" })).headers.get("allow")).toBe("GET, HEAD");
    expect((await world.admin("/pause")).status).toBe(405);
    expect((await world.admin("/dance", { method: "POST" })).status).toBe(404);
  });
});

describe("an order of a sale whose file is gone", () => {
  it("keeps its receipt, and is the same order when it is asked again; nothing new is taken", async () => {
    const world = new World({ gates: 1 });
    const [buyer, other] = [new Shopper(world), new Shopper(world)];
    const { order } = (await buyer.claim()).body;
    const placed = await buyer.order(order);
    const open = (await other.claim()).body.order;
    world.env.SALES = {};
    expect(await buyer.get(order)).toMatchObject({ status: 200, body: placed.body });
    expect(await buyer.order(order)).toMatchObject({ status: 200, body: placed.body });
    expect((await other.order(open)).status).toBe(404);
    const page = await buyer.fetch(order, { headers: BROWSER });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(placed.body.orderId);
  });
});

describe("a holder's cookie", () => {
  it("of his new slot survives a look at his old one", async () => {
    const world = new World({ gates: 1, slots: 5 });
    const shopper = new Shopper(world);
    const old = (await shopper.claim()).body;
    vi.setSystemTime(old.expiresAt + world.sale.hold);
    const now = (await shopper.claim()).body;
    const name = `order-${world.sale.slug}`;
    expect((await shopper.get(old.order)).status).toBe(410);
    await shopper.fetch(`${old.order}/release`, { method: "POST" });
    expect(shopper.jar.get(name)).toBe(now.order.slice("/order/".length));
    await shopper.fetch(`${now.order}/release`, { method: "POST" });
    expect(shopper.jar.get(name)).toBeUndefined();
  });

  it("of a slot that is over is no way around the cache", async () => {
    const world = new World({ gates: 1, slots: 1 });
    const sly = new Shopper(world);
    const { order } = (await sly.claim()).body;
    const kept = order.slice("/order/".length);
    await sly.fetch(`${order}/release`, { method: "POST" });
    vi.setSystemTime(START + 3_000);
    expect((await new Shopper(world).claim()).status).toBe(201);
    const before = await asked(world);
    for (let i = 0; i < 30; i++) {
      sly.jar.set(`order-${world.sale.slug}`, kept);
      expect((await sly.claim()).status).toBe(503);
    }
    // Once to hear it; the fresh one still has his way to the gate.
    expect((await asked(world)) - before).toBeLessThanOrEqual(1);
  });
});

/** Refusals that the gate itself has made: each was a call. */
async function asked(world: World): Promise<number> {
  return (await world.gate(0).survey()).refusals.full ?? 0;
}

describe("anything else", () => {
  it("is refused clearly", async () => {
    const world = new World();
    const json = { headers: { accept: "application/json" } };
    for (const path of [
      "/claim",
      "/claim/",
      "/order/",
      "/order/a/b/c",
      "/start/",
      "/shell/x/form",
    ]) {
      const response = await world.fetch(path, json);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.json()).toEqual({ code: "not_found" });
    }
    const wrong = await world.fetch("/claim/x", json);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await wrong.json()).toEqual({ code: "method_not_allowed" });
    const put = await world.fetch("/order/x", { method: "PUT", ...json });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });

  it("with a garbage order URL is a page that an isolate asks the site for once", async () => {
    const world = new World();
    const asked = vi.fn((...of: Parameters<Fetcher["fetch"]>) => ASSETS.fetch(...of));
    const { ASSETS } = world.env;
    world.env.ASSETS = { fetch: asked } as unknown as Fetcher;
    for (let i = 0; i < 20; i++) {
      const page = await world.fetch(`/order/garbage-${i}`, { headers: BROWSER });
      expect(page.status).toBe(403);
      expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(page.headers.get("x-frame-options")).toBe("DENY");
      expect(await page.text()).toContain("This link does not work");
    }
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("is answered alike on the short way and on the long one", async () => {
    const world = new World();
    const url = await new Shopper(world).claimUrl();
    const encoded = url.replace("e", "%65");
    for (const path of ["/claim/x/y", "/claim/", "/claim/x", encoded, `${url}x`]) {
      const answers = await Promise.all(
        ["application/json", "application/json, text/plain, */*"].map(async (accept) => {
          const response = await world.fetch(path, { method: "POST", headers: { accept } });
          return [response.status, ((await response.json()) as { code?: string }).code];
        }),
      );
      const [short, long] = answers.map(([status, code]) => [status === 201 ? 200 : status, code]);
      expect(short, path).toEqual(long);
    }
  });

  it("never shows a stack, nor keeps the answer", async () => {
    const world = new World();
    const broken = () => {
      throw new TypeError("broken");
    };
    world.env.GATE = { getByName: broken } as never;
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const shopper = new Shopper(world);
    const refused = await shopper.claim(await shopper.claimUrl());
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(JSON.stringify(refused.body)).not.toMatch(/at |Error/);
    expect(refused).toMatchObject({ status: 503, body: { code: "full" } });
    expect(logged).toHaveBeenCalledWith("an object did not answer", expect.any(TypeError));
    logged.mockRestore();
  });
});

describe("what the headers of an order's pages say", () => {
  const headersOf = async (change: Partial<Sale>) => {
    const shopper = new Shopper(new World(change));
    const { body } = await shopper.claim();
    return (await shopper.fetch(body.order)).headers;
  };

  it("keeps them out of caches, frames, search engines and other sites' logs", async () => {
    const headers = await headersOf({});
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "x-robots-tag": "noindex",
    });
  });

  it("lets the shop that the sale's file names put them into a frame, and nobody else", async () => {
    const headers = await headersOf({ shop: "https://shop.example" });
    expect(headers.get("content-security-policy")).toBe("frame-ancestors https://shop.example");
    expect(headers.get("x-frame-options")).toBeNull();
  });
});
