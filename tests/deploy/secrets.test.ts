import { expect, it } from "vitest";
import { type Asked, planSecrets } from "../../scripts/lib/deploy/secrets.ts";
import { SECRET_NAMES } from "../../scripts/lib/secrets.ts";

const ALL = ["SIGNING_KEY", "DRAW_SECRET", "ADMIN_KEY"];
const KEY = "k".repeat(43);
const plan = (asked: Partial<Omit<Asked, "present">> & { present?: string[] }) => {
  const present = new Set(asked.present ?? ALL);
  return planSecrets({ given: {}, kept: {}, newAdminKey: false, ...asked, present });
};

it("makes what is missing, and no two alike", () => {
  const { send, made, keep } = plan({ present: [] });
  expect(made).toEqual(ALL);
  expect(send.SIGNING_KEY).toMatch(/^[\w-]{43}$/);
  expect(new Set([send.SIGNING_KEY, send.DRAW_SECRET, send.ADMIN_KEY]).size).toBe(3);
  expect(keep).toEqual(send);
});

it("sends a key that was made for a deployment that failed", () => {
  const kept = { SIGNING_KEY: KEY, DRAW_SECRET: KEY, ADMIN_KEY: "a" };
  expect(plan({ present: [], kept })).toMatchObject({ send: kept, made: [] });
});

it.each([{}, { SIGNING_KEY: KEY, DRAW_SECRET: KEY, ADMIN_KEY: "a" }])(
  "never replaces keys that Cloudflare has, with %j given",
  (given) => {
    expect(plan({ given }).send).toEqual({});
    expect(plan({ given, kept: { SIGNING_KEY: "other" } }).send).toEqual({});
  },
);

it("takes a given admin key for the one that Cloudflare has", () => {
  expect(plan({ given: { ADMIN_KEY: "a" } })).toMatchObject({ send: {}, keep: { ADMIN_KEY: "a" } });
});

it("replaces the admin key, and no other, when it is told to", () => {
  const kept = { SIGNING_KEY: KEY, ADMIN_KEY: "a" };
  const { send, made, keep } = plan({ newAdminKey: true, kept });
  expect(made).toEqual(["ADMIN_KEY"]);
  expect(send.ADMIN_KEY).not.toBe("a");
  expect(keep).toEqual({ ...kept, ...send });
  const given = { ADMIN_KEY: "mine" };
  expect(plan({ newAdminKey: true, kept, given })).toMatchObject({ send: given, made: [] });
});

it("makes the order system's secret for an address that has none, once", () => {
  const given = { ORDER_SYSTEM_URL: "https://shop.example/orders" };
  const { send, made } = plan({ given });
  expect(made).toEqual(["ORDER_SYSTEM_SECRET"]);
  expect(send).toMatchObject({ ...given, ORDER_SYSTEM_SECRET: expect.stringMatching(/^whsec_/) });
  const present = [...ALL, "ORDER_SYSTEM_URL", "ORDER_SYSTEM_SECRET"];
  expect(plan({ given, kept: given, present }).send).toEqual({});
  const moved = { ORDER_SYSTEM_URL: "https://shop.example/other" };
  expect(plan({ given: moved, kept: given, present }).send).toEqual(moved);
});

it("says that a draw's secret stays, since another one would change every number", () => {
  const { notes } = plan({ given: { DRAW_SECRET: KEY }, kept: { DRAW_SECRET: "other" } });
  expect(notes).toEqual([expect.stringContaining("would change every number of a draw")]);
});

it.each(["SIGNING_KEY", "DRAW_SECRET"])("refuses a %s that is too short", (name) => {
  const refused = new RegExp(`${name} is too short`);
  expect(() => plan({ present: [], given: { [name]: "short" } })).toThrow(refused);
});

it("sends whatever else is given, or says why not", () => {
  const given = Object.fromEntries(SECRET_NAMES.map((name) => [name, `https://shop.at/${name}`]));
  const { send, notes } = plan({ given });
  const left = SECRET_NAMES.filter((name) => send[name] !== given[name]);
  expect(new Set(left)).toEqual(new Set([...ALL, "TURNSTILE_VERIFY_URL"]));
  expect(notes).toContainEqual(expect.stringContaining("TURNSTILE_VERIFY_URL is for tests"));
});
