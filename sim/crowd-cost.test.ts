import { describe, expect, it } from "vitest";
import { SimulatedSale, START } from "./sale.ts";

const ARRIVE_WITHIN = 60_000;
const STOCK = 100;

/** A crowd of any size over the same minute; resolves to the calls that objects had to answer. */
async function calls(shoppers: number): Promise<number> {
  const world = new SimulatedSale({
    ...{ seed: 3, gates: 10, slots: 10, stock: STOCK, shoppers: 0, isolates: 4 },
    ...{ reserve: false, hold: 120_000, chaos: 0, restocks: [], pause: false },
  });
  let waiting = shoppers;
  for (let i = 0; i < shoppers; i++) {
    const arrival = 5_000 + (i * ARRIVE_WITHIN) / shoppers;
    world.scheduler.after(arrival, () => void buy(world, `shopper-${i}`).then(() => waiting--));
  }
  await world.scheduler.run(START + 30 * 60_000, () => waiting === 0);
  expect(waiting).toBe(0);
  expect(world.orders()).toBe(STOCK);
  const all = [...world.gates, world.stockroom].reduce((sum, { received }) => sum + received, 0);
  world.close();
  return all;
}

/** As a page does: asks, clicks, fills in the form, comes back while it is full. */
async function buy({ isolates, sale, scheduler }: SimulatedSale, shopper: string): Promise<void> {
  for (;;) {
    const isolate = isolates[scheduler.between(0, isolates.length - 1)]?.life.service;
    if (!isolate) throw new Error("there is no isolate");
    void isolate.refresh(sale);
    const claimed = await isolate.admit(sale, shopper, async () => undefined);
    if (claimed.by === "notice") {
      if (claimed.code === "sold_out") return;
    } else if (claimed.answer.ok) {
      await scheduler.wait(scheduler.between(5_000, 20_000));
      const url = { sale: sale.slug, gate: claimed.gate, shopper, slot: claimed.answer.slot };
      const ordered = await isolate.order(sale, url, { name: shopper, email: "a@b.co" });
      if (ordered?.ok || ordered?.code === "sold_out") return;
    } else if (claimed.answer.code === "sold_out") return;
    await scheduler.wait(scheduler.between(1_000, 3_000));
  }
}

describe("promise 10: the cost of a refused shopper does not reach the objects", () => {
  it("so thirty times the crowd costs the objects less than three times the calls", async () => {
    const [small, large] = [await calls(1_000), await calls(30_000)];
    expect(large / small).toBeLessThan(3);
  });
});
