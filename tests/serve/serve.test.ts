import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { descendants, gone } from "../support/processes.ts";
import { startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

it("serves a sale that is open at the ready line, sells its unit, and leaves nothing when it ends", async () => {
  const serving = await startServe({ "starts-in": "0s", stock: 1 });
  expect(serving.stdout()).toBe(`ready ${serving.url}\n`);
  expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sales\/aurora-lamp$/);

  const shopper = new Shopper(serving);
  const { state, claim = "", startsAt } = await shopper.start();
  expect(state).toBe("open");
  expect(startsAt).toBeLessThanOrEqual(serving.readyAt);
  const { body: slot } = await shopper.claim(claim);
  const placed = await shopper.order(slot.order);
  expect(placed).toMatchObject({ status: 201, body: { sale: serving.sale } });
  expect(await shopper.get(slot.order)).toMatchObject({ status: 200, body: placed.body });
  const next = await new Shopper(serving, "grace@example.com").buy();
  expect(next).toMatchObject({ status: 410, body: { code: "sold_out" } });

  const beneath = descendants(serving.pid);
  expect(beneath.some(({ command }) => command.includes("workerd"))).toBe(true);
  expect(await serving.stop("SIGTERM")).toBe(0);
  await gone(beneath);
  expect(serving.stdout()).toBe(`ready ${serving.url}\n`);
  const secrets = /^secrets: (.*)$/m.exec(serving.stderr())?.[1] ?? "";
  expect(existsSync(dirname(dirname(secrets)))).toBe(false);
});
