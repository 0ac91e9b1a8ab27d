import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Bindings, gateSaleOf } from "../env.ts";
import { Gate } from "../gate/gate.ts";
import { FORM, START, World } from "../testing/world.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it("a delivery in flight does not trigger the gate's alarm again and again", async () => {
  const world = new World({ gates: 1 });
  const sale = gateSaleOf(world.sale);
  await runInDurableObject(world.gate(0), async (_running, state) => {
    const sent = vi.fn(() => new Promise<undefined>(() => {})); // never answers
    const service = { orderPlaced: sent, orderPaid: sent, orderCancelled: sent };
    const bindings = { ...(env as Bindings), ORDER_SERVICE: service };
    const gate = new Gate(state, bindings);
    const { answer } = await gate.claim(sale, 0, "somebody", {});
    if (!answer.ok) throw new Error("no slot");
    expect((await gate.order(sale, 0, "somebody", answer.slot, FORM)).answer.ok).toBe(true);
    await gate.tick();
    await gate.tick();
    expect(sent).toHaveBeenCalledTimes(1);
    // Not at once; but if this object dies, its successor sends the order.
    const alarm = (await state.storage.getAlarm()) ?? 0;
    expect(alarm - Date.now()).toBeGreaterThan(10_000);
    expect(alarm - Date.now()).toBeLessThan(20_000);
  });
});
