import { afterEach, describe, expect, it } from "vitest";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

let serving: Serving | undefined;
afterEach(() => serving?.stop());

describe("a crowd at the door", () => {
  it("of 300 at once, who all try again when it is full, gets exactly the 7 units there are", async () => {
    serving = await startServe({ "starts-in": "0s", stock: 7, gates: 3, slots: 2 });
    const shoppers = crowd(serving, 300);
    const answers = await Promise.all(shoppers.map((shopper) => shopper.buy()));

    const orders = answers.filter(({ status }) => status === 201);
    expect(orders).toHaveLength(7);
    expect(new Set(orders.map(({ body }) => body.orderId)).size).toBe(7);
    const others = answers.filter(({ status }) => status !== 201);
    expect(new Set(others.map(({ body }) => body.code))).toEqual(new Set(["sold_out"]));
  });
});

function crowd(place: Serving, size: number): Shopper[] {
  return Array.from({ length: size }, (_, i) => new Shopper(place, `shopper-${i}@example.com`));
}
