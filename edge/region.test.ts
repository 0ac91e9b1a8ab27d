import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Bindings, gateSaleOf } from "./env.ts";
import { Gate } from "./gate/gate.ts";
import { Shopper, START, World } from "./testing/world.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Notes where objects are asked to be made. */
function watched<Namespace extends { getByName(name: string, options?: object): unknown }>(
  namespace: Namespace,
) {
  const places: unknown[] = [];
  const getByName = (name: string, options?: object) => {
    places.push(options);
    return namespace.getByName(name, options);
  };
  return { places, namespace: { getByName } as unknown as Namespace };
}

it.each([
  ["weur", { locationHint: "weur" }],
  [undefined, {}],
] as const)("region %s is the location hint of gates and stockroom", async (region, hint) => {
  const [gates, stockrooms] = [watched(env.GATE), watched(env.STOCKROOM)];
  const world = new World(region ? { region } : {}, {
    GATE: gates.namespace,
    STOCKROOM: stockrooms.namespace,
  });
  await new Shopper(world).claim();
  await world.admin("");
  await world.admin("/gates/1/orders");
  expect(gates.places.length).toBeGreaterThan(1);
  expect(stockrooms.places).toHaveLength(1);
  for (const place of [...gates.places, ...stockrooms.places]) expect(place).toEqual(hint);
});

it("is where a gate makes its stockroom, too", async () => {
  const world = new World({ region: "oc" });
  const { places, namespace } = watched(env.STOCKROOM);
  await runInDurableObject(world.gate(0), async (_running, state) => {
    const bindings: Bindings = { ...world.env, STOCKROOM: namespace };
    await new Gate(state, bindings).news(gateSaleOf(world.sale), 0, {});
  });
  expect(places).toEqual([{ locationHint: "oc" }]);
});

it("is not decided by the proof of a deployment, which looks ahead", async () => {
  const gates = watched(env.GATE);
  const world = new World({}, { GATE: gates.namespace });
  const shopper = new Shopper(world);
  await shopper.send({
    method: "GET",
    path: `/start/${world.sale.slug}.js?v=1`,
    headers: { "sec-purpose": "prefetch" },
  });
  expect(gates.places).toEqual([]);
  await shopper.start();
  expect(gates.places).toHaveLength(1);
});
