import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addressOf } from "../../scripts/lib/deploy/platform.ts";
import { isProven, type Proven, prove } from "../../scripts/lib/deploy/proof.ts";
import { type Fault, Site } from "./site.ts";

const nobody = () => {};
const failures = (proof: Proven[]) => proof.flatMap(({ instead }) => instead);

describe("the proof of a deployment that is wrong", () => {
  const sale = "lamp";
  const startsAt = Date.now() + 86_400_000;
  const site = new Site();
  beforeAll(() => site.start());
  afterAll(() => site.stop());
  beforeEach(() => {
    site.fault = undefined;
    site.key = () => "key";
    site.shown = { [sale]: { startsAt, endsAt: startsAt + 1 } };
  });
  const look = (patience = 0, waiting = nobody) =>
    prove(() => ({ url: site.url, key: "key", sales: [{ sale, startsAt }] }), patience, waiting);

  it.each<[Fault, RegExp]>([
    ["the page is missing", /^\/sales\/lamp answers 404$/],
    ["the Worker serves the page", /^\/sales\/lamp has cache-control: no-store$/],
    [
      "the start script is cached",
      /^the clock of \/start\/lamp.js stands still: a cache keeps it$/,
    ],
    ["the start script bears a claim URL", /^\/start\/lamp.js bears a claim URL before the start$/],
    ["made-up claims are granted", /^a made-up claim URL: 201$/],
    ["admin is open", /^\/admin: 404 not_found$/],
  ])("says when %s", async (fault, seen) => {
    site.fault = fault;
    expect(failures(await look())).toContainEqual(expect.stringMatching(seen));
  });

  it("says when the old start is still served, and when the key is another", async () => {
    site.shown = { [sale]: { startsAt: startsAt + 60_000, endsAt: startsAt + 90_000 } };
    site.key = () => "another";
    const seen = failures(await look());
    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatch(/^\/start\/lamp.js says .*, not /);
    expect(seen[1]).toBe("/admin does not accept the key that is known here");
  });

  it("waits for it to spread", async () => {
    site.fault = "the page is missing";
    const proof = await look(10_000, () => {
      site.fault = undefined;
    });
    expect(isProven(proof)).toBe(true);
  });
});

it.each([
  [["https://doorbuster.nordglas.workers.dev"], "https://doorbuster.nordglas.workers.dev"],
  [
    ["https://doorbuster.nordglas.workers.dev", "sale.example.com (custom domain)"],
    "https://sale.example.com",
  ],
  [["sale.example.com/* (zone name: example.com)"], "https://sale.example.com"],
  [["*.example.com/* (zone name: example.com)", "schedule: 0 * * * *"], undefined],
  [[], undefined],
])("the address out of %j is %s", (targets, address) => {
  expect(addressOf(targets)).toBe(address);
});
