import { afterEach, describe, expect, it } from "vitest";
import { type Serving, startServe } from "../support/serve.ts";
import { type Answer, Shopper } from "../support/shopper.ts";

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

  it("of 2,000 claims in one second is answered, every one, within five", async () => {
    serving = await startServe({ "starts-in": "0s", stock: 5, gates: 3, slots: 2 });
    const place = serving;
    // A few people with many hands: what counts here is the claims, not who makes them.
    const people = crowd(place, 20);
    const urls = await Promise.all(people.map(async (one) => (await one.start()).claim ?? ""));
    const began = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 2_000 }, (_, i) => people[i % 20]?.claim(urls[i % 20] ?? "")),
    );
    const took = performance.now() - began;

    expect(answers).toHaveLength(2_000);
    expect(statuses(answers)).toEqual(new Set([200, 201, 503]));
    expect(took).toBeLessThan(5_000);
  });
});

function crowd(place: Serving, size: number): Shopper[] {
  return Array.from({ length: size }, (_, i) => new Shopper(place, `shopper-${i}@example.com`));
}

function statuses(answers: (Answer<unknown> | undefined)[]): Set<number | undefined> {
  return new Set(answers.map((answer) => answer?.status));
}
