import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FORM, Shopper, START, World } from "../testing/world.ts";
import { keysOf } from "../tokens/keys.ts";
import { contactsOf } from "./contacts.ts";
import { registerName } from "./service.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const BROWSER = { accept: "text/html", "content-type": "application/json" };

/** A shopper who holds a slot. */
async function holder(world: World): Promise<{ shopper: Shopper; url: string }> {
  const shopper = new Shopper(world);
  const { body } = await shopper.claim();
  return { shopper, url: body.order };
}

async function buy(world: World, form: object) {
  const { shopper, url } = await holder(world);
  return shopper.order(url, form);
}

const form = (email: string, more: object = {}) => ({ ...FORM, email, ...more });

/** The register that is asked about this e-mail address, and what it has of it. */
async function rowsOf(world: World, email: string) {
  const contacts = await contactsOf(await keysOf(world.env), world.sale, { name: "", email });
  if (!contacts.ok) throw new Error("not a contact");
  const [{ hash = "" } = {}] = contacts.contacts;
  const shard = Number.parseInt(hash.slice(0, 1), 16);
  const stub = world.env.REGISTER.getByName(registerName(world.sale.slug, shard));
  const rows = await runInDurableObject(stub, (_, { storage }) =>
    storage.sql.exec("SELECT * FROM contacts WHERE contact = ?", hash).toArray(),
  );
  return { stub, rows };
}

describe("promise 12: with onePer, never two orders with one contact", () => {
  it("refuses the second shopper with it, keeps the slot, and takes another contact", async () => {
    const world = new World({ onePer: ["email"], slots: 20 });
    expect((await buy(world, form("ada@example.com"))).status).toBe(201);
    const { shopper, url } = await holder(world);
    const used = await shopper.order(url, form("Ada+2@example.com"));
    expect(used.status).toBe(409);
    expect(used.body).toEqual({
      code: "contact_used",
      fields: { email: "has been used for another order in this sale" },
    });
    expect((await shopper.get(url)).status).toBe(200);
    expect((await shopper.order(url, form("bob@example.com"))).status).toBe(201);
  });

  it("gives exactly one of thirty who share a contact the order", async () => {
    const world = new World({ onePer: ["email"], slots: 20, stock: 30 });
    const holders = await Promise.all(Array.from({ length: 30 }, () => holder(world)));
    const placed = await Promise.all(
      holders.map(({ shopper, url }, i) => shopper.order(url, form(`ada+${i}@example.com`))),
    );
    expect(placed.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(placed.filter(({ body }) => body.code === "contact_used")).toHaveLength(29);
    expect((await (await world.admin("")).json<{ sold: number }>()).sold).toBe(1);
  });

  it("asks twice as once: the same order again is the same order", async () => {
    const world = new World({ onePer: ["email"] });
    const { shopper, url } = await holder(world);
    const both = await Promise.all([shopper.order(url), shopper.order(url)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(both[0].body).toEqual(both[1].body);
    expect((await shopper.order(url)).body).toEqual(both[0].body);
  });

  it("counts a phone and an address too, and each must be given", async () => {
    const world = new World({ onePer: ["phone", "address"], country: "DE", slots: 20 });
    const missing = await buy(world, form("a@example.com"));
    expect([missing.status, missing.body]).toEqual([
      400,
      {
        code: "invalid",
        fields: Object.fromEntries(
          ["phone", "street", "postcode", "city", "country"].map((name) => [
            name,
            "must be filled in",
          ]),
        ),
      },
    ]);
    const full = { phone: "0151 23456789", address: "Hauptstraße 1" };
    const bad = await buy(world, form("a@example.com", { ...full, phone: "12" }));
    expect(bad.body.fields).toEqual({ phone: "must be a phone number, like +49 151 23456789" });
    expect((await buy(world, form("a@example.com", full))).status).toBe(201);
    const phone = await buy(world, form("b@example.com", { ...full, address: "elsewhere" }));
    expect(Object.keys(phone.body.fields)).toEqual(["phone"]);
    const address = { phone: "+4915199999999", address: "HAUPTSTRASSE 1" };
    expect(Object.keys((await buy(world, form("c@example.com", address))).body.fields)).toEqual([
      "address",
    ]);
    // What was taken for an order that came to nothing is free: the phone of the last one.
    const other = { phone: "+4915199999999", address: "Nebenstraße 2" };
    expect((await buy(world, form("d@example.com", other))).status).toBe(201);
  });

  it("frees the contact of an order that fails, and is not asked by one that cannot succeed", async () => {
    const world = new World({ onePer: ["email"], stock: 1, gates: 1, slots: 20 });
    const first = await holder(world);
    const late = await holder(world);
    const lapsed = await holder(world);
    expect((await first.shopper.order(first.url, form("ada@example.com"))).status).toBe(201);
    expect((await late.shopper.order(late.url, form("bob@example.com"))).status).toBe(410);
    expect((await rowsOf(world, "bob@example.com")).rows).toEqual([]);
    vi.setSystemTime(START + 300_000);
    expect((await lapsed.shopper.order(lapsed.url, form("eve@example.com"))).status).toBe(410);
    expect((await rowsOf(world, "eve@example.com")).rows).toEqual([]);
  });

  it("shows a person the form again, with what was typed", async () => {
    const world = new World({ onePer: ["email"], slots: 20 });
    world.env.ASSETS = {
      fetch: async () =>
        new Response(
          '<form><input name="email"><p data-problem="email.used" hidden>Used</p></form>',
        ),
    } as never;
    await buy(world, form("ada@example.com"));
    const { shopper, url } = await holder(world);
    const body = JSON.stringify(form("ada@example.com"));
    const response = await shopper.fetch(url, { method: "POST", headers: BROWSER, body });
    expect(response.status).toBe(409);
    const html = await response.text();
    expect(html).toContain('<p data-problem="email.used">');
    expect(html).toContain('value="ada@example.com"');
  });
});

describe("the register", () => {
  it("knows no contact by itself, and forgets all when the shoppers' data are erased", async () => {
    const retain = 10 * 86_400_000;
    const world = new World({ onePer: ["email"], retain });
    await buy(world, form("ada@example.com"));
    const { stub, rows } = await rowsOf(world, "ada@example.com");
    expect(rows).toEqual([
      { version: 1, contact: expect.stringMatching(/^[\da-f]{32}$/), shopper: expect.any(String) },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/ada|example/);
    vi.setSystemTime(world.sale.endsAt + retain - 1);
    await runDurableObjectAlarm(stub);
    expect((await rowsOf(world, "ada@example.com")).rows).toHaveLength(1);
    vi.setSystemTime(world.sale.endsAt + retain);
    await runDurableObjectAlarm(stub);
    expect((await rowsOf(world, "ada@example.com")).rows).toEqual([]);
  });

  it("frees what was taken last, and nothing when it is told late", async () => {
    const register = new World().env.REGISTER.getByName("a-sale/0");
    const mine = () => register.take("ada", "me", undefined);
    const theirs = () => register.take("ada", "you", undefined);
    const first = await mine();
    expect(await theirs()).toEqual({ ok: false });
    const again = await mine();
    if (!first.ok || !again.ok) throw new Error("it is mine");
    await register.free("ada", first.version);
    expect(await theirs()).toEqual({ ok: false });
    await register.free("ada", again.version);
    const later = await mine();
    expect([first, again]).not.toContainEqual(later); // a version is never used again
    // The same message twice, the second time after an order has been placed with the contact.
    await register.free("ada", again.version);
    expect(await theirs()).toEqual({ ok: false });
  });

  it("is of one sale: the same contact can order in another one", async () => {
    for (const world of [new World({ onePer: ["email"] }), new World({ onePer: ["email"] })]) {
      expect((await buy(world, form("ada@example.com"))).status).toBe(201);
    }
  });
});
