/** What a bot with 1,000 identities gets beside 300 people, at each door (docs/security.md). */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../scripts/lib/rehearse/result.ts";
import { runSale } from "../support/serve.ts";

/** Three times as fast as in real life: a form takes a person 4 to 25 s, and a bot nothing. */
const CROWD = [
  "--shoppers",
  "300",
  "--bots",
  "1000",
  "--seed",
  "7",
  "--scale",
  "3",
  "--for",
  "60s",
];

const folder = mkdtempSync(join(tmpdir(), "bots-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  await runSale(["build"]);
});

async function rehearse(...args: string[]) {
  const report = join(folder, `${args.join("")}.html`);
  const { stdout, stderr } = await runSale([
    ...["rehearse", "aurora-lamp", ...CROWD, ...args, "--json", "--report", report],
  ]);
  expect(stdout, stderr).toMatch(/^\{/);
  const result: Result = JSON.parse(stdout);
  expect(result.promises.filter(({ is }) => is === "broken")).toEqual([]);
  expect(result.troubles).toEqual({ times: 0, first: [] });
  return { ...result, page: readFileSync(report, "utf8") };
}

/** By itself, since a busy machine slows this bot down. */
describe("a bot with 1,000 identities at an open door", () => {
  it("takes most of the sale, with the identities that its network may have", async () => {
    const { groups, page } = await rehearse("--door", "open");
    expect(groups.farm).toMatchObject({ came: 1_000, inside: 600 });
    expect(groups.farm.orders).toBeGreaterThan(20);
    expect(page).toMatch(/the bot farm[\s\S]*1,000[\s\S]*600/);
  });
});

describe.concurrent("a bot with 1,000 identities, 8 connections and no reaction time, beside 300 people", () => {
  it("gets at `work` no more than its processor has paid for", async () => {
    const { groups, work } = await rehearse("--door", "work", "--bot-processor", "10s");
    // 15 on average, at two thirds of a second each; this seed's challenges are easier than most.
    expect(work).toBe(4_000);
    expect(groups.farm).toMatchObject({ came: 1_000, inside: 18 });
    expect(groups.farm.orders).toBeLessThanOrEqual(18);
  });

  it.each([
    ["members", 3],
    ["invites", 20],
    ["turnstile", 20],
  ])("gets at `%s` no more than one unit for each of its %i proofs", async (door, proofs) => {
    const { groups } = await rehearse("--door", door, "--bot-proofs", String(proofs));
    expect(groups.farm).toMatchObject({ came: 1_000, inside: proofs });
    expect(groups.farm.orders).toBeLessThanOrEqual(proofs);
  });

  it("gets exactly one order with one mailbox where `onePer: [email]`, even at an open door", async () => {
    const limit = ["--door", "open", "--one-per", "email", "--bot-emails", "1"];
    const { groups, refusals, promises } = await rehearse(...limit);
    expect(groups.farm.orders).toBe(1);
    expect(refusals.contact_used).toBeGreaterThan(10);
    expect(promises[11]).toMatchObject({ promise: 12, is: "held" });
  });
});
