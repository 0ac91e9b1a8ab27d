import { beforeEach, describe, expect, it, vi } from "vitest";
import { Shopper, START, World } from "../testing/world.ts";
import { keysOf } from "../tokens/keys.ts";
import { readShopper, signShopper, signStart } from "../tokens/tokens.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
  return () => void vi.useRealTimers();
});

const SHOP = "https://sale.example";

/** What the start script's answer sets, by name, for whoever bears these cookies. */
async function set(world: World, origin: string, cookie?: string): Promise<string[]> {
  const url = `${origin}/start/${world.sale.slug}.js`;
  const response = await world.fetch(url, cookie === undefined ? {} : { headers: { cookie } });
  return response.headers.getSetCookie();
}

describe("a shopper's cookie", () => {
  it("is bound to the host where it is Secure, and plain on localhost", async () => {
    const world = new World();
    const [secure = ""] = await set(world, SHOP);
    expect(secure).toMatch(
      /^__Host-shopper=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSi/,
    );
    expect(secure).not.toMatch(/Domain/i);
    for (const local of ["http://localhost:8787", "http://127.0.0.1", "http://[::1]:80"]) {
      expect((await set(world, local))[0]).toMatch(
        /^shopper=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; S/,
      );
    }
    expect((await set(world, "http://localhost.sale.example"))[0]).toMatch(/^__Host-.*; Secure/);
  });

  it("of a slot is bound to the host as well, and is dropped by its name", async () => {
    const world = new World();
    const claim = async (cookie: string, path: string) => {
      const headers = { cookie, accept: "application/json" };
      return world.fetch(`${SHOP}${path}`, { method: "POST", headers });
    };
    const [own = ""] = (await set(world, SHOP))[0]?.split(";") ?? [];
    const script = await world.fetch(`${SHOP}/start/${world.sale.slug}.js`, {
      headers: { cookie: own },
    });
    const url = /\/claim\/[\w.-]+/.exec(await script.text())?.[0] ?? "";
    const granted = await claim(own, url);
    const [held = ""] = granted.headers.getSetCookie()[0]?.split(";") ?? [];
    expect(held).toMatch(new RegExp(`^__Host-order-${world.sale.slug}=`));
    const { order } = await granted.json<{ order: string }>();
    const released = await claim(`${own}; ${held}`, `${order}/release`);
    expect(released.headers.getSetCookie()[0]).toMatch(
      new RegExp(`^__Host-order-${world.sale.slug}=; Max-Age=0; Path=/; HttpOnly; Secure`),
    );
  });

  it("of before the prefix is still read, and comes back with it", async () => {
    const world = new World();
    const keys = await keysOf(world.env);
    const token = await signShopper(keys, "AAAAAAAAAAAAAAAA", START);
    const [renamed = ""] = await set(world, SHOP, `theme=dark; shopper=${token}`);
    expect(renamed).toMatch(new RegExp(`^__Host-shopper=${token}; .*Secure`));
    expect(await set(world, SHOP, `__Host-shopper=${token}`)).toEqual([]);
    expect(await set(world, SHOP, `shopper=x.y.z; __Host-shopper=${token}`)).toEqual([]);
    expect(await set(world, "http://localhost", `shopper=${token}`)).toEqual([]);
  });

  it("is not believed when there are two: nobody can tell whose the first is", async () => {
    const world = new World();
    const keys = await keysOf(world.env);
    const [mine, theirs] = [
      await signShopper(keys, "me", START),
      await signShopper(keys, "them", START),
    ];
    for (const name of ["shopper", "__Host-shopper"]) {
      const both = `${name}=${theirs}; a=b; ${name}=${mine}`;
      const [fresh = ""] = await set(world, SHOP, both);
      const shopper = await readShopper(keys, /=([\w.-]+);/.exec(fresh)?.[1] ?? "");
      expect(shopper?.shopper).toMatch(/^[\w-]{16}$/);
    }
    // A claim URL with two such cookies beside it is taken at its own word.
    const shopper = new Shopper(world);
    const url = await shopper.claimUrl();
    const headers = { cookie: `shopper=${theirs}; shopper=${mine}`, accept: "application/json" };
    expect((await world.fetch(url, { method: "POST", headers })).status).toBe(201);
  });

  it("of their own costs a claim no signature; another's is found out, and a forged one counts as none", async () => {
    const world = new World();
    const keys = await keysOf(world.env);
    const mine = await signShopper(keys, "mememememememeXX", START);
    const theirs = await signShopper(keys, "themthemthemthXX", START);
    const claim = `/claim/${await signStart(keys, world.sale.slug, "mememememememeXX", Date.now())}`;
    const status = async (token: string) => {
      const headers = { cookie: `shopper=${token}`, accept: "application/json" };
      return (await world.fetch(claim, { method: "POST", headers })).status;
    };
    const verify = vi.spyOn(crypto.subtle, "verify");
    expect([await status(mine), verify.mock.calls.length]).toEqual([201, 1]);
    verify.mockRestore();
    expect(await status(theirs)).toBe(403);
    const forge = (token: string) => token.replace(/[^.]+$/, "A".repeat(43));
    expect([await status(forge(mine)), await status(forge(theirs))]).toEqual([200, 200]);
  });

  it("that only looks like one by its end is another one", async () => {
    const world = new World();
    const keys = await keysOf(world.env);
    const token = await signShopper(keys, "me", START);
    const mine = `my-shopper=x; shopper=${token}; b=shopper=x`;
    expect(await set(world, "http://localhost", mine)).toEqual([]);
  });
});
