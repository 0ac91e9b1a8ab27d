import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readStart } from "../../crowd/start-script.ts";
import type { Door, Proofs } from "../contract.ts";
import { door, enter, inviteFor, jwks, MEMBERS, outside, Shop, solve } from "../testing/door.ts";
import { Shopper, START, World } from "../testing/world.ts";
import { keysOf } from "../tokens/keys.ts";
import { readPass, signPass, signShopper, signStart } from "../tokens/tokens.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START - 60_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const SETTINGS = { ...MEMBERS, TURNSTILE_SITE_KEY: "site", TURNSTILE_SECRET: "secret" };
const DOORS: Door[] = ["work", "turnstile", "members", "invites"];

let shops = 0;

/** A sale with a door, and somebody's proof for it; each call is somebody else's. */
function worldWith(kind: Door) {
  const shop = new Shop();
  // An isolate keeps a shop's keys by their URL.
  const MEMBERS_JWKS_URL = `https://shop.example/${++shops}`;
  const settings = { ...SETTINGS, MEMBERS_JWKS_URL };
  const world = new World({ door: kind, work: 4, gates: 2, slots: 20 }, settings);
  let people = 0;
  outside(async (url) => {
    if (url.startsWith("https://shop.example")) return jwks(shop);
    return Response.json({ success: true, hostname: "localhost" });
  });
  const proof = async (): Promise<Proofs> => {
    people += 1;
    if (kind === "work") return { work: await solve(await door(new Shopper(world))) };
    if (kind === "turnstile") return { turnstile: `token-${people}` };
    if (kind === "members") return { member: await shop.token(`member-${people}`, Date.now()) };
    return { invite: await inviteFor(world, `list-${people}`) };
  };
  return { world, proof };
}

/** The methods of gates that the Worker calls from now on. */
function callsOf({ env }: World): string[] {
  const calls: string[] = [];
  const { GATE } = env;
  const counted = (stub: object) =>
    new Proxy(stub as Record<string, (...args: unknown[]) => unknown>, {
      get:
        (target, method: string) =>
        (...args: unknown[]) => {
          calls.push(method);
          return target[method]?.(...args);
        },
    });
  env.GATE = {
    getByName: (name: string) => counted(GATE.getByName(name)),
  } as unknown as typeof GATE;
  return calls;
}

const idOf = async (world: World, pass: string) =>
  (await readPass(await keysOf(world.env), pass))?.shopper;

describe("promise 11: behind a door nobody gets a claim URL without a pass, and one proof is one shopper", () => {
  it.each(DOORS)("holds at the door %s, with cookies and without", async (kind) => {
    const { world, proof } = worldWith(kind);
    for (const cookies of [true, false]) {
      vi.setSystemTime(START - 60_000);
      const shopper = new Shopper(world, { cookies });
      expect(await shopper.start()).toMatchObject({ state: "upcoming", door: kind });
      vi.setSystemTime(START + 1_000);
      const outsider = await shopper.start();
      expect(outsider).toMatchObject({ state: "open", door: kind });
      expect(outsider.claim).toBeUndefined();
      expect(shopper.jar.header).toBe("");
      const entered = await enter(shopper, await proof());
      expect(entered.status).toBe(200);
      const query = cookies ? "" : `&pass=${entered.body.pass}`;
      const path = `/start/${world.sale.slug}.js?v=1${query}`;
      const inside = readStart((await shopper.send({ method: "GET", path, headers: {} })).body);
      expect(inside?.door).toBeUndefined();
      const claim = await shopper.claim(inside?.claim);
      expect(claim.status).toBe(201);
      expect((await shopper.order(claim.body.order)).status).toBe(201);
    }
  });

  it.each(DOORS)(
    "makes the same proof the same shopper at the door %s, on any device",
    async (kind) => {
      const { world, proof } = worldWith(kind);
      const [one, two] = [new Shopper(world), new Shopper(world)];
      const shown = await proof();
      const [first, second] = [await enter(one, shown), await enter(two, shown)];
      expect(second.status).toBe(200);
      const id = await idOf(world, first.body.pass);
      expect(id).toMatch(/^[\w-]{16}$/);
      expect(await idOf(world, second.body.pass)).toBe(id);
      const another = await enter(new Shopper(world), await proof());
      expect(await idOf(world, another.body.pass)).not.toBe(id);
      vi.setSystemTime(START + 1_000);
      const claims = [await one.claim(), await two.claim()];
      expect(claims.map(({ status }) => status)).toEqual([201, 200]);
      expect(claims[1]?.body).toEqual(claims[0]?.body);
      const { order = "" } = claims[0]?.body ?? {};
      const placed = await one.order(order);
      expect(await two.get(order)).toMatchObject({
        status: 200,
        body: placed.body,
      });
      expect((await two.claim()).body).toMatchObject({ code: "already_ordered" });
    },
  );

  it("takes no other token for a pass, nor one of another sale, of another door, or from long ago", async () => {
    const { world } = worldWith("invites");
    const keys = await keysOf(world.env);
    const now = Math.floor(Date.now() / 1000);
    const mine = {
      sale: world.sale.slug,
      shopper: "AAAAAAAAAAAAAAAA",
      how: "invites",
      issuedAt: now,
    };
    const stranger = await keysOf({ SIGNING_KEY: "z".repeat(43) });
    const good = await signPass(keys, mine);
    const bad = {
      "a shopper's token": await signShopper(keys, mine.shopper, START),
      "a start token": await signStart(keys, mine.sale, mine.shopper, Date.now()),
      "another sale's": await signPass(keys, { ...mine, sale: "sofa" }),
      "another door's": await signPass(keys, { ...mine, how: "work" }),
      "from last season": await signPass(keys, { ...mine, issuedAt: now - 61 * 86_400 }),
      "of a key of nobody's": await signPass(stranger, mine),
      altered: `${good.slice(0, -2)}AA`,
      garbage: "a.b.c",
    };
    vi.setSystemTime(START + 1_000);
    const start = async (pass: string, cookie: boolean) => {
      const init = cookie ? { headers: { cookie: `pass-${mine.sale}=${pass}` } } : {};
      const path = `/start/${mine.sale}.js?v=1${cookie ? "" : `&pass=${pass}`}`;
      return (await world.fetch(path, init)).text();
    };
    for (const cookie of [true, false]) {
      expect(await start(good, cookie)).toContain('"claim"');
      for (const [name, pass] of Object.entries(bad)) {
        expect(await start(pass, cookie), name).not.toContain('"claim"');
      }
    }
  });

  it("refuses another's claim and order URL beside one's own pass", async () => {
    const { world, proof } = worldWith("invites");
    const [one, two] = [new Shopper(world), new Shopper(world)];
    await enter(one, await proof());
    await enter(two, await proof());
    vi.setSystemTime(START + 1_000);
    const url = await one.claimUrl();
    expect((await two.claim(url)).body).toEqual({ code: "bad_token" });
    const { body } = await one.claim(url);
    expect((await two.order(body.order)).body).toEqual({ code: "bad_token" });
    expect((await new Shopper(world, { cookies: false }).order(body.order)).status).toBe(201);
  });

  it("lets somebody in who has the cookie of another sale, where they are somebody else", async () => {
    const { world, proof } = worldWith("invites");
    const shopper = new Shopper(world);
    shopper.jar.set(
      "shopper",
      await signShopper(await keysOf(world.env), "AAAAAAAAAAAAAAAA", START),
    );
    await enter(shopper, await proof());
    vi.setSystemTime(START + 1_000);
    expect((await shopper.claim()).status).toBe(201);
  });

  it("asks again when the sale's door has been changed", async () => {
    const { world, proof } = worldWith("invites");
    const shopper = new Shopper(world);
    await enter(shopper, await proof());
    vi.setSystemTime(START + 1_000);
    expect((await shopper.start()).claim).toBeDefined();
    world.redeploy({ door: "members" });
    expect(await shopper.start()).toMatchObject({ door: "members" });
  });
});

describe("a pass", () => {
  it("is given once: who shows it gets it again, as old as it is", async () => {
    const { world, proof } = worldWith("members");
    const shopper = new Shopper(world);
    const shown = await proof();
    const first = await enter(shopper, shown);
    expect(first.headers.get("set-cookie")).toMatch(
      new RegExp(
        `^pass-${world.sale.slug}=[\\w.-]+; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Lax$`,
      ),
    );
    vi.setSystemTime(START + 5_000);
    expect((await enter(shopper, shown)).body).toEqual(first.body);
    const late = await enter(new Shopper(world), shown);
    const pass = await readPass(await keysOf(world.env), late.body.pass);
    expect((pass?.issuedAt ?? 0) * 1000).toBeGreaterThanOrEqual(START);
  });

  it.each(DOORS)(
    "at the door %s: a second proof of the same browser is another person only where it names one",
    async (kind) => {
      const { world, proof } = worldWith(kind);
      const [first, second] = [new Shopper(world), new Shopper(world)];
      second.jar = first.jar; // two tabs
      await enter(first, await proof());
      vi.setSystemTime(START + 1_000);
      const { body } = await first.claim();
      await enter(second, await proof());
      const namesOne = kind === "members" || kind === "invites";
      expect((await first.order(body.order)).status).toBe(namesOne ? 403 : 201);
    },
  );

  it("still says whose order this is when the sale is over", async () => {
    const { world, proof } = worldWith("invites");
    const shopper = new Shopper(world);
    await enter(shopper, await proof());
    vi.setSystemTime(START + 1_000);
    const { body } = await shopper.claim();
    await shopper.order(body.order);
    vi.setSystemTime(world.sale.endsAt + 86_400_000);
    expect(await shopper.start()).toMatchObject({ state: "ended", order: body.order });
    expect((await new Shopper(world).start()).door).toBeUndefined();
  });

  it("makes a start script, a claim and an order no dearer: not a signature and not a call more than without a door", async () => {
    const { world: behind, proof } = worldWith("invites");
    const inside = new Shopper(behind);
    await enter(inside, await proof());
    const open = new World({ gates: 2, slots: 20 });
    const outside = new Shopper(open);
    await outside.start();
    vi.setSystemTime(START + 1_000);
    const costs: { signatures: number; calls: string[] }[] = [];
    for (const [world, shopper] of [[open, outside] as const, [behind, inside] as const]) {
      const calls = callsOf(world);
      const spies = [vi.spyOn(crypto.subtle, "sign"), vi.spyOn(crypto.subtle, "verify")];
      const { status, body } = await shopper.claim();
      expect([status, (await shopper.order(body.order)).status]).toEqual([201, 201]);
      const signatures = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      costs.push({ signatures, calls: calls.filter((method) => method !== "news") });
      for (const spy of spies) spy.mockRestore();
    }
    expect(costs[0]).toMatchObject({ calls: ["claim", "order"] });
    expect(costs[0]?.signatures).toBeGreaterThan(0);
    expect(costs[1]).toEqual(costs[0]);
  });

  it("is had without asking any object", async () => {
    const { world, proof } = worldWith("work");
    const shopper = new Shopper(world);
    await enter(shopper, await proof());
    expect(await (await world.admin("")).json()).toMatchObject({ frozen: false });
  });
});

describe("the door over HTTP", () => {
  const reasonOf = async (world: World, proofs: Parameters<typeof enter>[1]) => {
    const { status, body } = await enter(new Shopper(world), proofs);
    return [status, body.code, body.reason];
  };

  it("is closed after the end, where there is none, and until an hour before the start where time is all a proof costs", async () => {
    const closed = [403, "not_admitted", "door_closed"];
    expect(await reasonOf(new World(), { invite: "x" })).toEqual(closed);
    const over = new World({ door: "invites", endsAt: Date.now() });
    expect(await reasonOf(over, { invite: await inviteFor(over) })).toEqual(closed);
    const { world } = worldWith("work");
    vi.setSystemTime(START - 3_600_001);
    expect(await door(new Shopper(world))).toEqual({
      code: "not_admitted",
      reason: "door_closed",
      opensAt: START - 3_600_000,
    });
    vi.setSystemTime(START - 3_600_000);
    expect((await door(new Shopper(world))).challenge).toBeDefined();
    const early = new World({ door: "invites" });
    vi.setSystemTime(START - 86_400_000);
    expect((await enter(new Shopper(early), { invite: await inviteFor(early) })).status).toBe(200);
  });

  it("takes no proof that another site sends, and sets no cookie", async () => {
    const { world, proof } = worldWith("invites");
    const shopper = new Shopper(world);
    const refused = await enter(shopper, await proof(), { "sec-fetch-site": "cross-site" });
    expect([refused.status, refused.body]).toEqual([403, { code: "cross_site" }]);
    expect(shopper.jar.header).toBe("");
  });

  it("tells the page what the widget is made with", async () => {
    const { world } = worldWith("turnstile");
    const { slug } = world.sale;
    const told = { sale: slug, door: "turnstile", siteKey: "site", action: `enter-${slug}` };
    expect(await door(new Shopper(world))).toEqual(told);
  });

  it("says what is wrong with a request that is none", async () => {
    const { world } = worldWith("invites");
    const { slug } = world.sale;
    const post = (body: string, type = "application/json") =>
      world.fetch(`/enter/${slug}`, { method: "POST", body, headers: { "content-type": type } });
    expect((await post("{}", "text/plain")).status).toBe(415);
    expect((await post("{")).status).toBe(400);
    expect((await post("[]")).status).toBe(400);
    expect((await post(JSON.stringify({ invite: "x".repeat(17_000) }))).status).toBe(413);
    const wrong = await world.fetch(`/enter/${slug}`, { method: "PUT" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    const headers = { accept: "application/json", "content-type": "application/json" };
    const nowhere = await world.fetch("/enter/sofa", { method: "POST", body: "{}", headers });
    expect([nowhere.status, await nowhere.json()]).toEqual([404, { code: "not_found" }]);
    expect(await reasonOf(world, {})).toEqual([403, "not_admitted", "proof_missing"]);
    expect(await reasonOf(world, { member: "x" })).toEqual([403, "not_admitted", "proof_missing"]);
  });

  it.each([
    ["members", "MEMBERS_JWKS_URL"],
    ["turnstile", "TURNSTILE_SECRET"],
  ] as const)("of a deployment that lacks a setting of %s says which", async (kind, missing) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const world = new World({ door: kind }, { ...SETTINGS, [missing]: "" });
    const { status, body } = await enter(new Shopper(world), { member: "a.b.c", turnstile: "x" });
    expect([status, body]).toEqual([500, { code: "internal", missing }]);
  });
});
