import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Bindings } from "../env.ts";
import { World } from "../testing/world.ts";

const logged = vi.spyOn(console, "log");
const waits = vi.spyOn(scheduler, "wait");
beforeEach(() => {
  logged.mockReset().mockImplementation(() => {});
  waits.mockReset().mockResolvedValue();
});

let networks = 0;
/** A network that no other test has used: an isolate remembers whom it slows. */
const someNetwork = () => `198.51.100.${++networks}`;

const KEY = "k".repeat(32);
const limits = (success: boolean) => ({ limit: vi.fn(async () => ({ success })) });

function ask(world: World, key: string | undefined, network = someNetwork(), path = "/admin") {
  const headers = {
    accept: "application/json",
    "cf-connecting-ip": network,
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return world.fetch(path, { headers });
}

/** Every key but ADMIN_KEY is wrong; the platform says of each that it is one too many, or none. */
function worldWhere(of: Partial<Record<"WRONG_KEYS" | "ALL_WRONG_KEYS", boolean>>): World {
  const { WRONG_KEYS = true, ALL_WRONG_KEYS = true } = of;
  const bindings = { WRONG_KEYS: limits(WRONG_KEYS), ALL_WRONG_KEYS: limits(ALL_WRONG_KEYS) };
  return new World({}, { ADMIN_KEY: KEY, ...bindings } as unknown as Partial<Bindings>);
}

describe("the operator's key", () => {
  it("has 32 characters or more: with a shorter one nobody is the operator, and the answer says why", async () => {
    const short = "k".repeat(31);
    const answer = await ask(new World({}, { ADMIN_KEY: short }), short);
    expect(answer.status).toBe(500);
    const body = await answer.json();
    expect(body).toMatchObject({ code: "internal", missing: "ADMIN_KEY" });
    expect(JSON.stringify(body)).toMatch(/fewer than 32 characters.*wrangler secret put ADMIN_KEY/);
    expect((await ask(new World({}, { ADMIN_KEY: KEY }), KEY)).status).toBe(404);
  });

  it("that is missing is said to whoever sends one, and to nobody else", async () => {
    const world = new World({}, { ADMIN_KEY: "" });
    expect((await ask(world, undefined)).status).toBe(401);
    expect(await (await ask(world, "any")).json()).toMatchObject({ missing: "ADMIN_KEY" });
  });
});

describe("wrong keys", () => {
  it("are slowed for the network that sends too many, and the right one is still taken", async () => {
    const world = worldWhere({ WRONG_KEYS: false });
    const network = someNetwork();
    expect((await ask(world, "wrong", network)).status).toBe(401);
    expect(waits).not.toHaveBeenCalled();
    expect((await ask(world, "wrong", network)).status).toBe(401);
    expect(waits).toHaveBeenCalledTimes(1);
    expect((await ask(world, KEY, network)).status).toBe(404);
    expect(waits).toHaveBeenCalledTimes(2);
    await ask(world, "wrong");
    expect(waits).toHaveBeenCalledTimes(2); // another network is not slowed
  });

  it("of one network that come all at once are refused unseen beyond a few", async () => {
    const world = worldWhere({ WRONG_KEYS: false });
    const network = someNetwork();
    await ask(world, "wrong", network);
    const open: (() => void)[] = [];
    waits.mockImplementation(() => new Promise((resolve) => open.push(resolve)));
    const waiting = Array.from({ length: 5 }, () => ask(world, "wrong", network));
    const beyond = await ask(world, KEY, network);
    expect([beyond.status, beyond.headers.get("retry-after")]).toEqual([429, "60"]);
    for (const resolve of open) resolve();
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(401);
  });

  it("of many networks slow everybody, for a minute", async () => {
    const now = Date.now() - 3_600_000; // long over for the tests after this one
    vi.useFakeTimers({ toFake: ["Date"], now });
    const world = worldWhere({ ALL_WRONG_KEYS: false });
    await ask(world, "wrong");
    await ask(world, KEY);
    expect(waits).toHaveBeenCalledTimes(1);
    vi.setSystemTime(now + 60_000);
    await ask(world, KEY);
    expect(waits).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it("are counted by the platform, by network; the right key is not", async () => {
    const world = worldWhere({});
    const network = someNetwork();
    await ask(world, KEY, network);
    expect(world.env.WRONG_KEYS.limit).not.toHaveBeenCalled();
    await ask(world, "wrong", network);
    expect(world.env.WRONG_KEYS.limit).toHaveBeenCalledWith({ key: network });
  });

  it("are slowed by the limit that wrangler.toml sets: 30 a minute", async () => {
    const world = new World({}, { ADMIN_KEY: KEY });
    const network = someNetwork();
    let tries = 0;
    while (waits.mock.calls.length === 0 && tries < 100) {
      await ask(world, "wrong", network);
      tries += 1;
    }
    expect(tries).toBeGreaterThan(31);
    expect(tries).toBeLessThanOrEqual(62); // a minute may end while they are sent
  });
});

describe("the log", () => {
  it("has an event for each use and each refusal, and never a key", async () => {
    const world = worldWhere({});
    const path = `/admin/sales/${world.sale.slug}`;
    for (const key of [KEY, "wrong", undefined]) await ask(world, key, "2001:db8:7::1", path);
    const lines = logged.mock.calls.map(([line]) => String(line));
    const seen = { method: "GET", path, network: "2001:db8:7:0::/64" };
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { event: "operator_used_key", role: "operator", ...seen },
      { event: "operator_refused", reason: "wrong_key", ...seen },
      { event: "operator_refused", reason: "no_key", ...seen },
    ]);
    expect(lines.join()).not.toMatch(/kkk|"wrong"|Bearer/);
  });
});
