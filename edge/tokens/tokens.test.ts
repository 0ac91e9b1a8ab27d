import { env } from "cloudflare:workers";
import { base64url, decodeProtectedHeader, SignJWT } from "jose";
import { describe, expect, it, vi } from "vitest";
import type { Bindings } from "../env.ts";
import { Shopper, World } from "../testing/world.ts";
import { type Keys, keysOf, MissingSecret } from "./keys.ts";
import {
  readOrder,
  readPass,
  readShopper,
  readStart,
  START_TOKEN_AGE,
  signOrder,
  signPass,
  signShopper,
  signStart,
} from "./tokens.ts";

const bindings = env as Bindings;
const NOW = Date.UTC(2030, 0, 1);
const PASS = { sale: "lamp", shopper: "AAAAAAAAAAAAAAAA", how: "work", issuedAt: NOW / 1000 };
const ORDER = { sale: "lamp", gate: 3, shopper: "AAAAAAAAAAAAAAAA", slot: "abcdefgh" };

describe("tokens", () => {
  it("are read back as they were signed", async () => {
    const keys = await keysOf(bindings);
    expect(await readShopper(keys, await signShopper(keys, "me", NOW + 7))).toEqual({
      shopper: "me",
      cameAt: NOW + 7,
    });
    expect(await readOrder(keys, await signOrder(keys, ORDER))).toEqual(ORDER);
    expect(await readPass(keys, await signPass(keys, PASS))).toEqual(PASS);
    expect(await readStart(keys, await signStart(keys, "lamp", "me", NOW), NOW)).toEqual({
      sale: "lamp",
      shopper: "me",
      issuedAt: NOW / 1000,
    });
  });

  it("of an order are the same to the byte each time", async () => {
    const keys = await keysOf(bindings);
    expect(await signOrder(keys, ORDER)).toBe(await signOrder(keys, ORDER));
  });

  it("of a start expire", async () => {
    const keys = await keysOf(bindings);
    const token = await signStart(keys, "lamp", "me", NOW);
    expect(await readStart(keys, token, NOW + START_TOKEN_AGE * 1000)).toBeDefined();
    expect(await readStart(keys, token, NOW + (START_TOKEN_AGE + 1) * 1000)).toBeUndefined();
  });

  it("of a start are taken from a clock that is a little ahead of ours, and not from far ahead", async () => {
    const keys = await keysOf(bindings);
    const token = await signStart(keys, "lamp", "me", NOW);
    expect(await readStart(keys, token, NOW - 5_000)).toBeDefined();
    expect(await readStart(keys, token, NOW - 6_000)).toBeUndefined();
  });

  it("cannot stand in for another kind", async () => {
    const keys = await keysOf(bindings);
    const tokens = await allKinds(keys);
    for (const [kind, token] of Object.entries(tokens)) {
      expect(await readsAs(keys, token)).toEqual([kind]);
    }
  });

  it("are refused when altered in any one character", async () => {
    const keys = await keysOf(bindings);
    for (const token of Object.values(await allKinds(keys))) {
      for (let i = 0; i < token.length; i++) {
        const altered = token.slice(0, i) + (token[i] === "A" ? "Q" : "A") + token.slice(i + 1);
        expect(await readsAs(keys, altered), `character ${i}`).toEqual([]);
      }
    }
  });

  it("are refused unsigned, by another algorithm, by an unknown key, and by a known kid's wrong key", async () => {
    const keys = await keysOf(bindings);
    const { kid } = decodeProtectedHeader(await signOrder(keys, ORDER));
    const payload = base64url.encode(
      JSON.stringify({ sub: "me", sale: "lamp", gate: 0, slot: "s" }),
    );
    const none = base64url.encode(JSON.stringify({ alg: "none", typ: "order", kid }));
    const stranger = new Uint8Array(64).fill(9);
    const forge = (alg: string, header: object) =>
      new SignJWT(ORDER).setProtectedHeader({ alg, typ: "order", ...header }).sign(stranger);
    const forged = [
      `${none}.${payload}.`,
      await forge("HS512", { kid }),
      await forge("HS256", { kid }),
      await forge("HS256", { kid: "nobody" }),
      await forge("HS256", {}),
      "",
      "..",
      "a.b.c",
      "é.é.é",
    ];
    for (const token of forged) expect(await readsAs(keys, token), token).toEqual([]);
  });
});

describe("keys", () => {
  it("can be rotated: the previous one still reads, and no longer signs", async () => {
    const { SIGNING_KEY, SIGNING_KEY_PREVIOUS, ...rest } = bindings;
    const before = await keysOf({ ...rest, SIGNING_KEY: SIGNING_KEY_PREVIOUS ?? "" } as Bindings);
    const token = await signOrder(before, ORDER);
    expect(await readOrder(await keysOf(bindings), token)).toEqual(ORDER);
    expect(
      await readOrder(await keysOf({ ...rest, SIGNING_KEY } as Bindings), token),
    ).toBeUndefined();
    expect(await signOrder(await keysOf(bindings), ORDER)).not.toBe(token);
  });

  it("of one kid are told apart: the current one signs and reads, the previous one reads", async () => {
    // Two keys whose hashes begin alike; one in 16 million pairs does.
    const SIGNING_KEY = "ca17yCSwnQb6Fm1epZfIehCJLQou39tPMBijqrj29P4";
    const SIGNING_KEY_PREVIOUS = "YxvXPJY1DaUezFsz67rxQBP2aFrT6Yret-84lAJeuY0";
    const old = await signOrder(await keysOf({ SIGNING_KEY: SIGNING_KEY_PREVIOUS }), ORDER);
    const keys = await keysOf({ SIGNING_KEY, SIGNING_KEY_PREVIOUS });
    const token = await signOrder(keys, ORDER);
    expect(decodeProtectedHeader(token).kid).toBe(decodeProtectedHeader(old).kid);
    expect(token).not.toBe(old);
    expect(await readOrder(keys, token)).toEqual(ORDER);
    expect(await readOrder(keys, old)).toEqual(ORDER);
  });

  it.each(["", "c2hvcnQ", "not base64url!"])(
    "refuse the secret %j by name",
    async (SIGNING_KEY) => {
      await expect(keysOf({ ...bindings, SIGNING_KEY })).rejects.toThrow(MissingSecret);
      await expect(keysOf({ ...bindings, SIGNING_KEY })).rejects.toThrow(/SIGNING_KEY/);
    },
  );

  it("that are missing stop the sale, not the Worker: each answer says which", async () => {
    const world = new World({}, { SIGNING_KEY: "" });
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const shopper = new Shopper(world);
    const script = await shopper.fetch(`/start/${world.sale.slug}.js`);
    expect(script.status).toBe(500);
    expect(await script.text()).toBe('saleStart({"code":"internal","missing":"SIGNING_KEY"});');
    expect(await shopper.get("/order/x")).toMatchObject({
      status: 500,
      body: { code: "internal", missing: "SIGNING_KEY" },
    });
    expect(logged).toHaveBeenCalledWith(expect.stringContaining("SIGNING_KEY is missing"));
    logged.mockRestore();
  });
});

async function allKinds(keys: Keys) {
  return {
    shopper: await signShopper(keys, "me", NOW),
    start: await signStart(keys, "lamp", "me", NOW),
    order: await signOrder(keys, ORDER),
    pass: await signPass(keys, PASS),
  };
}

async function readsAs(keys: Keys, token: string): Promise<string[]> {
  const read = {
    shopper: await readShopper(keys, token),
    start: await readStart(keys, token, NOW),
    order: await readOrder(keys, token),
    pass: await readPass(keys, token),
  };
  return Object.entries(read).flatMap(([kind, value]) => (value === undefined ? [] : [kind]));
}
