/** The outbox in the real runtime, with a real order system that is not well. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningOrderSystem, startOrderSystem } from "../../scripts/order-system/server.ts";
import { killAndReopen } from "../support/kill.ts";
import { LIMITS, PATIENCE } from "../support/patience.ts";
import { runSale, type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

/** `npm run test:kill` sets more. */
const KILLS = Number(process.env.KILLS ?? 2);
const ORDERS_BETWEEN = 6;

let folder: string;
let system: RunningOrderSystem;
let serving: Serving | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "doorbuster-outbox-"));
  system = await startOrderSystem();
});
afterEach(async () => {
  await serving?.stop();
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

const state = () => join(folder, "state");

/** A sale that forwards to the order system, with the secret that it knows unless told another. */
async function serve(options: { stock: number; hold?: string }, secret = system.secret) {
  const env = join(folder, "env");
  await writeFile(env, `ORDER_SYSTEM_SECRET=${secret}\n`);
  serving = await startServe({
    state: state(),
    env,
    "order-system": system.url,
    "starts-in": "0s",
    gates: 2,
    slots: 10,
    ...options,
  });
  return serving;
}

async function buyAll(place: Serving, count: number): Promise<string[]> {
  const shoppers = Array.from({ length: count }, (_, i) => new Shopper(place, `${i}@a.co`));
  const answers = await Promise.all(shoppers.map((shopper) => shopper.buy()));
  return answers.map(({ body }) => body.orderId);
}

interface StatusBody {
  slotsOpen: number;
  deliveries: Record<string, number> & { failure?: { status: number; error?: string } };
}

async function status({ origin, sale }: Serving): Promise<StatusBody> {
  const { ADMIN_KEY } = parseEnv(await readFile(join(state(), "secrets.env"), "utf8"));
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  return (await fetch(`${origin}/admin/sales/${sale}`, { headers })).json() as Promise<StatusBody>;
}

describe("promise 7: an acknowledged order is forwarded at least once, always under the same id", () => {
  it(
    `by an order system that fails half the time, with workerd killed ${KILLS} times`,
    async () => {
      system.behave({ fail: 0.3, lose: 0.2 });
      const place = await serve({ stock: KILLS * ORDERS_BETWEEN });
      const ids: string[] = [];
      for (let kill = 0; kill < KILLS; kill++) {
        ids.push(...(await buyAll(serving ?? place, ORDERS_BETWEEN)));
        serving = await killAndReopen(serving ?? place, {
          state: state(),
          env: join(folder, "env"),
          "order-system": system.url,
        });
      }
      await expect
        .poll(async () => (await status(serving ?? place)).deliveries.delivered)
        .toBe(ids.length);

      const rows = system.orders().map(row).toSorted();
      expect(
        system
          .orders()
          .map(({ orderId }) => orderId)
          .toSorted(),
      ).toEqual(ids.toSorted());
      const exported = await exportedOrders(serving ?? place);
      expect(exported.map(row).toSorted()).toEqual(rows);
      expect(new Set(exported.map(({ delivery }) => delivery.state))).toEqual(
        new Set(["delivered"]),
      );
    },
    LIMITS.testTimeout + KILLS * PATIENCE,
  );
});

describe("promise 8: a dead or slow order system never stops or slows the sale", () => {
  it("by hanging: orders are placed, slots lapse on time, and all arrives when it is well", async () => {
    system.behave({ hang: 1 });
    const place = await serve({ stock: 6, hold: "20s" });
    const waiting = new Shopper(place);
    await waiting.claim();
    const ids = await buyAll(place, 5);
    expect(new Set(ids).size).toBe(5);
    expect((await status(place)).slotsOpen).toBe(1);
    await expect.poll(async () => (await status(place)).slotsOpen).toBe(0);
    expect((await status(place)).deliveries).toMatchObject({ waiting: 5, delivered: 0 });
    system.behave({});
    await expect.poll(async () => (await status(place)).deliveries.delivered).toBe(5);
  });
});

it("shows a wrong secret as a failure with its HTTP status, and delivers once it is right", async () => {
  const place = await serve({ stock: 3 }, `whsec_${Buffer.alloc(32, 9).toString("base64")}`);
  const [id] = await buyAll(place, 1);
  await expect.poll(async () => (await status(place)).deliveries.failure?.status).toBe(401);
  expect((await status(place)).deliveries).toMatchObject({ waiting: 1, delivered: 0 });
  expect(system.orders()).toEqual([]);
  await place.stop();
  const again = await serve({ stock: 3 });
  await expect.poll(async () => (await status(again)).deliveries.delivered).toBe(1);
  expect(system.orders().map((order) => order.orderId)).toEqual([id]);
});

interface Row {
  orderId: string;
  placedAt: number;
  name?: string;
  email?: string;
}

function row({ orderId, placedAt, name, email }: Row): string {
  return JSON.stringify({ orderId, placedAt, name, email });
}

async function exportedOrders({ origin, sale }: Serving) {
  const args = ["orders", sale, "--format", "ndjson", "--url", origin, "--state", state()];
  const { stdout } = await runSale(args);
  const lines = stdout.trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Row & { delivery: { state: string } });
}
