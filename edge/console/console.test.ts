import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Bindings } from "../env.ts";
import { Shopper, START, World } from "../testing/world.ts";

const VIEWER_KEY = "v".repeat(43);
const SAME_ORIGIN = { "sec-fetch-site": "same-origin" };

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
  return () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  };
});

function worldWith(bindings: Partial<Bindings> = {}): World {
  const world = new World({ stock: 5, gates: 2, slots: 5 }, { VIEWER_KEY, ...bindings });
  const { CONSOLE } = world.env;
  // Of its own: who signs out everywhere here stays signed in elsewhere.
  const own = { getByName: () => CONSOLE.getByName(world.sale.slug) };
  world.env.CONSOLE = own as unknown as typeof CONSOLE;
  return world;
}

function signIn(world: World, key: string, name = "", headers: object = SAME_ORIGIN) {
  return world.fetch("/admin/session", {
    method: "POST",
    headers: { accept: "application/json", ...headers },
    body: JSON.stringify({ key, name }),
  });
}

/** The cookie of a new session, as a browser sends it back. */
async function cookieOf(world: World, key: string, name?: string): Promise<string> {
  const answer = await signIn(world, key, name);
  expect(answer.status).toBe(200);
  return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

function ask(world: World, cookie: string, path: string, init: RequestInit = {}) {
  const headers = { accept: "application/json", cookie, ...SAME_ORIGIN, ...init.headers };
  return world.fetch(path, { ...init, headers });
}

const POST = { method: "POST", body: "{}" };
const whoami = async (world: World, cookie: string) =>
  (await ask(world, cookie, "/admin/session")).status;

describe("a session", () => {
  it("comes of the key, in a cookie that no script and no other site can use, for eight hours", async () => {
    const world = worldWith();
    const answer = await signIn(world, world.env.ADMIN_KEY, "Ada");
    expect(await answer.json()).toMatchObject({ role: "operator", name: "Ada" });
    expect(answer.headers.get("set-cookie")).toMatch(
      /^console=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const elsewhere = await world.fetch("https://sale.example/admin/session", {
      method: "POST",
      headers: { accept: "application/json", ...SAME_ORIGIN },
      body: JSON.stringify({ key: world.env.ADMIN_KEY }),
    });
    const set = elsewhere.headers.get("set-cookie") ?? "";
    expect(set).toMatch(/^__Host-console=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    // A sibling of our domain could set a cookie of the other name.
    const address = "https://sale.example/admin/session";
    const [cookie = ""] = set.split(";");
    expect((await ask(world, cookie, address)).status).toBe(200);
    expect((await ask(world, cookie.replace("__Host-", ""), address)).status).toBe(401);
  });

  it("does not come of a wrong key, of none, or of a name that would steer the log", async () => {
    const world = worldWith();
    expect((await signIn(world, "w".repeat(43))).status).toBe(401);
    expect((await signIn(world, "")).status).toBe(400);
    for (const name of ["a\nb", "\u202eada", "x".repeat(41)]) {
      expect((await signIn(world, world.env.ADMIN_KEY, name)).status).toBe(400);
    }
  });

  it("is over after eight hours", async () => {
    const world = worldWith();
    const cookie = await cookieOf(world, world.env.ADMIN_KEY);
    vi.setSystemTime(START + 1_000 + 8 * 3_600_000 - 1);
    expect(await whoami(world, cookie)).toBe(200);
    vi.setSystemTime(START + 1_000 + 8 * 3_600_000);
    expect(await whoami(world, cookie)).toBe(401);
  });

  it("is over once signed out, and its copies with it", async () => {
    const world = worldWith();
    const [cookie, other] = [
      await cookieOf(world, world.env.ADMIN_KEY),
      await cookieOf(world, world.env.ADMIN_KEY),
    ];
    const answer = await ask(world, cookie, "/admin/session", { method: "DELETE" });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([
      204,
      expect.stringMatching(/^console=; Max-Age=0/),
    ]);
    expect(await whoami(world, cookie)).toBe(401);
    expect(await whoami(world, other)).toBe(200);
  });

  it("is over when its operator signs out everywhere; a viewer ends viewers' sessions only", async () => {
    const world = worldWith();
    const operator = await cookieOf(world, world.env.ADMIN_KEY);
    const [one, two] = [await cookieOf(world, VIEWER_KEY), await cookieOf(world, VIEWER_KEY)];
    expect((await ask(world, one, "/admin/sessions", { method: "DELETE" })).status).toBe(204);
    expect([await whoami(world, one), await whoami(world, two)]).toEqual([401, 401]);
    expect(await whoami(world, operator)).toBe(200);
    vi.setSystemTime(START + 2_000);
    const [viewer, second] = [
      await cookieOf(world, VIEWER_KEY),
      await cookieOf(world, world.env.ADMIN_KEY),
    ];
    await ask(world, second, "/admin/sessions", { method: "DELETE" });
    const all = [viewer, second, operator];
    expect(await Promise.all(all.map((each) => whoami(world, each)))).toEqual([401, 401, 401]);
    vi.setSystemTime(START + 3_000);
    expect(await whoami(world, await cookieOf(world, world.env.ADMIN_KEY))).toBe(200);
  });

  it("that is altered, or another deployment's, or another address's, is none", async () => {
    const world = worldWith();
    const cookie = await cookieOf(world, world.env.ADMIN_KEY);
    const viewer = await cookieOf(world, VIEWER_KEY);
    const [, payload = ""] = cookie.split(".");
    const forged = viewer.replace(viewer.split(".")[1] ?? "", payload);
    expect(await whoami(world, forged)).toBe(401);
    // Not the last letter alone: it may be an A already.
    const altered = cookie.slice(0, -2) + (cookie.endsWith("AA") ? "BA" : "AA");
    expect(await whoami(world, altered)).toBe(401);
    expect(await whoami(world, `${cookie}; ${cookie}`)).toBe(401);
    const other = Buffer.alloc(32, 9).toString("base64url");
    const neighbour = worldWith({ SIGNING_KEY: other, CONSOLE: world.env.CONSOLE });
    expect(await whoami(neighbour, cookie)).toBe(401);
    const address = "https://another.example/admin/session";
    const secure = cookie.replace("console=", "__Host-console=");
    expect((await ask(world, secure, address)).status).toBe(401);
  });

  it("is over when its key is another one", async () => {
    const world = worldWith();
    const [operator, viewer] = [
      await cookieOf(world, world.env.ADMIN_KEY),
      await cookieOf(world, VIEWER_KEY),
    ];
    const renewed = worldWith({ ADMIN_KEY: "n".repeat(43) });
    expect(await whoami(renewed, operator)).toBe(401);
    expect(await whoami(renewed, viewer)).toBe(200);
    expect(await whoami(worldWith({ VIEWER_KEY: "n".repeat(43) }), viewer)).toBe(401);
  });

  it("is no shopper's token, and no shopper's token is a session", async () => {
    const world = worldWith();
    const shopper = new Shopper(world);
    await shopper.start();
    expect(await whoami(world, `console=${shopper.jar.get("shopper")}`)).toBe(401);
    const session = (await cookieOf(world, world.env.ADMIN_KEY)).replace("console=", "");
    expect(
      (await world.fetch(`/order/${session}`, { headers: { accept: "application/json" } })).status,
    ).toBe(403);
  });
});

describe("another site", () => {
  it.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    {},
  ])("can trigger nothing, with %j", async (headers) => {
    const world = worldWith();
    const cookie = await cookieOf(world, world.env.ADMIN_KEY);
    const base = `/admin/sales/${world.sale.slug}`;
    const send = (path: string, method: string) =>
      world.fetch(path, {
        ...{ method, body: method === "POST" ? "{}" : null },
        headers: { accept: "application/json", cookie, ...headers },
      });
    for (const path of ["pause", "end", "restock", "redeliver"]) {
      const answer = await send(`${base}/${path}`, "POST");
      expect(await answer.json()).toEqual({ code: "cross_site" });
    }
    expect((await send("/admin/session", "DELETE")).status).toBe(403);
    expect((await send("/admin/sessions", "DELETE")).status).toBe(403);
    expect(await whoami(world, cookie)).toBe(200);
    expect(await (await world.admin("")).json()).toMatchObject({ state: "open", events: [] });
  });
});

describe("a viewer", () => {
  it("sees everything and can do nothing, with the key as well as in a session", async () => {
    const world = worldWith();
    const base = `/admin/sales/${world.sale.slug}`;
    const cookie = await cookieOf(world, VIEWER_KEY, "Boss");
    const bearer = { headers: { authorization: `Bearer ${VIEWER_KEY}` } };
    for (const init of [{}, bearer]) {
      const by = "headers" in init ? "" : cookie;
      for (const path of [base, `${base}/orders`, `${base}/orders.csv`, `${base}/gates/0/orders`]) {
        expect((await ask(world, by, path, init)).status).toBe(200);
      }
      for (const path of ["pause", "resume", "end", "restock", "redeliver"]) {
        const answer = await ask(world, by, `${base}/${path}`, { ...POST, ...init });
        expect([answer.status, await answer.json()]).toEqual([403, { code: "read_only" }]);
      }
    }
  });

  it("is nobody where no viewer key is set, or one that could be guessed", async () => {
    const { VIEWER_KEY: _, ...bindings } = worldWith().env;
    const none = worldWith();
    none.env.VIEWER_KEY = "";
    expect((await signIn(none, VIEWER_KEY)).status).toBe(401);
    const short = worldWith({ ...bindings, VIEWER_KEY: "short" });
    const answer = await signIn(short, "short");
    expect(await answer.json()).toMatchObject({ code: "internal", missing: "VIEWER_KEY" });
  });
});

describe("what the operator does in a session", () => {
  it("is in the log with their name, and happens", async () => {
    const world = worldWith();
    const base = `/admin/sales/${world.sale.slug}`;
    const cookie = await cookieOf(world, world.env.ADMIN_KEY, "Ada");
    const post = (path: string, body: object = {}) =>
      ask(world, cookie, `${base}/${path}`, { method: "POST", body: JSON.stringify(body) });
    expect(await (await post("pause")).json()).toMatchObject({ state: "paused" });
    await post("resume");
    await post("restock", { stock: 9 });
    await post("redeliver", { orderId: "0".repeat(16) });
    await world.admin("/end", { method: "POST" });
    const { events } = await (await world.admin("")).json<{ events: object[] }>();
    const at = START + 1_000;
    expect(events).toEqual([
      { at, action: "pause", stock: null, by: "Ada" },
      { at, action: "resume", stock: null, by: "Ada" },
      { at, action: "restock", stock: 9, by: "Ada" },
      { at, action: "redeliver", stock: null, by: "Ada", order: "0".repeat(16) },
      { at, action: "end", stock: null },
    ]);
  });
});

describe("the page", () => {
  it("is there for everybody, in their language, and says who is signed in", async () => {
    const world = worldWith();
    const page = async (headers: Record<string, string>) => {
      const answer = await world.fetch("/admin", { headers: { accept: "text/html", ...headers } });
      const text = await answer.text();
      return {
        answer,
        html: /<html[^>]*>/.exec(text)?.[0],
        body: /<body[\s\S]*?>(?=\s)/.exec(text)?.[0],
      };
    };
    const { answer, html, body } = await page({ "accept-language": "de" });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(html).toMatch(/lang="de"/);
    expect(body).not.toMatch(/data-role/);
    const cookie = await cookieOf(world, VIEWER_KEY, 'B"o<b>ss');
    const signedIn = await page({ cookie });
    expect(signedIn.body).toMatch(/ data-role="viewer" data-name="B&quot;o<b>ss" data-until="\d+"/);
  });
});

describe("orders", () => {
  async function worldWithOrders(count: number): Promise<World> {
    const world = new World({ stock: 50, gates: 3, slots: 20 }, { VIEWER_KEY });
    for (let i = 0; i < count; i++) {
      vi.setSystemTime(START + 1_000 + Math.floor(i / 2) * 1_000);
      const shopper = new Shopper(world);
      const { claim = "" } = await shopper.start();
      const { body } = await shopper.claim(claim);
      const form = { name: i === 0 ? "=1+1" : `Shopper ${i}`, email: `s${i}@Example.com` };
      await shopper.order(body.order, form);
    }
    return world;
  }
  interface Page {
    orders: { orderId: string; email: string; placedAt: number }[];
    next?: string;
  }
  const search = async (world: World, query: string) =>
    (await world.admin(`/orders?${query}`)).json<Page>();

  it("are found by a part of the number, as people read it out, or of the address", async () => {
    const world = await worldWithOrders(4);
    const all = await search(world, "");
    expect(all.orders.map(({ email }) => email).toSorted()).toEqual(
      [0, 1, 2, 3].map((i) => `s${i}@Example.com`),
    );
    expect(all.orders.map(({ placedAt }) => placedAt)).toEqual(
      all.orders.map(({ placedAt }) => placedAt).toSorted((a, b) => b - a),
    );
    const id = all.orders[2]?.orderId ?? "";
    const spoken = encodeURIComponent(`${id.slice(0, 8).toLowerCase()} ${id.slice(8)}`);
    expect((await search(world, `q=${spoken}`)).orders.map(({ orderId }) => orderId)).toEqual([id]);
    const byMail = await search(world, "q=S3%40example");
    expect(byMail.orders.map(({ email }) => email)).toEqual(["s3@Example.com"]);
    expect((await search(world, "q=%25")).orders).toEqual([]);
    expect((await world.admin("/orders?before=x")).status).toBe(400);
  });

  it("are paid and cancelled in a session, each once in the log, with the name", async () => {
    const world = await worldWithOrders(2);
    const [one, two] = (await search(world, "")).orders.map(({ orderId }) => orderId);
    const cookie = await cookieOf(world, world.env.ADMIN_KEY, "Ada");
    const change = (id: string | undefined, to: string) =>
      ask(world, cookie, `/admin/sales/${world.sale.slug}/orders/${id}/${to}`, POST);
    for (const _ of [1, 2]) {
      expect((await change(one, "paid")).status).toBe(200);
      expect((await change(two, "cancelled")).status).toBe(200);
    }
    expect((await change(two, "paid")).status).toBe(409);
    const status = await (await world.admin("")).json<{ events: object[] }>();
    expect(status).toMatchObject({ sold: 1, cancelled: 1 });
    expect(status.events).toEqual([
      expect.objectContaining({ action: "paid", by: "Ada", order: one }),
      expect.objectContaining({ action: "cancel", by: "Ada", order: two }),
    ]);
    const { orders } = await search(world, "");
    expect(orders).toEqual([
      expect.objectContaining({ paidAt: expect.any(Number) }),
      expect.objectContaining({ cancelledAt: expect.any(Number) }),
    ]);
    const viewer = await cookieOf(world, VIEWER_KEY);
    const path = `/admin/sales/${world.sale.slug}/orders/${one}/cancelled`;
    expect((await ask(world, viewer, path, POST)).status).toBe(403);
  });

  it("are a CSV in the order of time, with what a formula would be made harmless", async () => {
    const world = await worldWithOrders(5);
    const answer = await world.admin("/orders.csv");
    expect(answer.headers.get("content-disposition")).toContain(`${world.sale.slug}-orders.csv`);
    const bytes = await answer.arrayBuffer();
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    expect(text).toMatch(/^\uFEFForderId,placedAt,name,email/);
    const lines = text.trimEnd().split("\r\n").slice(1);
    expect(lines).toHaveLength(5);
    expect(text).toContain(",'=1+1,");
    const times = lines.map((line) => line.split(",")[1]);
    expect(times).toEqual(times.toSorted());
  });
});
