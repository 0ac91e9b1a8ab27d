import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runSale, startServe } from "../support/serve.ts";
import { askStart } from "../support/shopper.ts";

const states: string[] = [];
function newState(): string {
  const folder = mkdtempSync(join(tmpdir(), "serve-state-"));
  states.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of states) rmSync(folder, { recursive: true, force: true });
});

const JSON_PLEASE = { accept: "application/json" };

it.concurrent("the same --state goes on with the same sale: orders, keys, start and stock", async () => {
  const state = newState();
  const first = await startServe({ state, "starts-in": "-1m", stock: 1, gates: 1 });
  const before = await askStart(first);
  const { cookie } = before;
  const claim = `${first.origin}${before.message.claim}`;
  const slot = await fetch(claim, { method: "POST", headers: { ...JSON_PLEASE, cookie } });
  const { order } = (await slot.json()) as { order: string };
  const form = { name: "Ada", email: "ada@example.com" };
  const headers = { ...JSON_PLEASE, cookie, "content-type": "application/json" };
  const body = JSON.stringify(form);
  const placed = await fetch(`${first.origin}${order}`, { method: "POST", headers, body });
  expect(placed.status).toBe(201);
  const receipt = await placed.json();
  expect(await first.stop("SIGKILL")).toBe(null);

  const second = await startServe({ state, stock: 9 });
  const again = await fetch(`${second.origin}${order}`, { headers: { ...JSON_PLEASE, cookie } });
  expect(await again.json()).toEqual(receipt);
  const after = await askStart(second);
  expect(after.message.startsAt).toBe(before.message.startsAt);
  expect(second.stderr()).toMatch(/start and end stay as they were: \w{3}, \d/);
  expect(second.stderr()).toMatch(/stock stays 1: what a sale is made of is frozen/);
  await second.stop();
});

it.concurrent("a start that is given anew moves the sale again", async () => {
  const state = newState();
  const first = await startServe({ state, "starts-in": "-1m" });
  await first.stop();
  const second = await startServe({ state, "starts-in": "1h" });
  const { message } = await askStart(second);
  expect(message.state).toBe("upcoming");
  expect(message.startsAt).toBeGreaterThan(Date.now());

  // While it serves, nobody else may write there.
  const other = await runSale(["serve", "--port=0", "--state", state]);
  expect(other).toMatchObject({ status: 1, stdout: "" });
  expect(other.stderr).toMatch(/^process \d+ serves from .*; end it first$/m);
  await second.stop();
});
