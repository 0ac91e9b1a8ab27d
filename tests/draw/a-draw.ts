/** A draw as it may have gone: its proof and the export of its orders, both whole and true. */
import { commitmentOf, lateNumber, numberOf } from "../../edge/core.ts";
import type { DrawProof } from "../../scripts/lib/draw/proof.ts";
import type { DrawnOrder } from "../../scripts/lib/draw/verify.ts";

export const START = Date.UTC(2026, 10, 27, 9);
const SECOND = 1000;
const SEED = new Uint8Array(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256));
const seed = Buffer.from(SEED).toString("base64url");
const sale = "walnut-bowl";

/** `late`: the last of them came so many ms after the start. */
export async function aDraw(shoppers = 40, late = 95_123) {
  const ids = Array.from({ length: shoppers }, (_, i) => `shopper-${i}`.padEnd(16, "-"));
  const early = await Promise.all(ids.map((id) => numberOf(SEED, sale, id)));
  const numbers = [...early, lateNumber(START + late, START)];
  // A tenth of the line every two seconds, and everybody in the end.
  const steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2].map((called, i) => ({
    ...{ at: START + 2 * i * SECOND + (called > 1 ? late : 0), called },
  }));
  const calledAt = (number: number) => steps.find(({ called }) => number < called)?.at ?? 0;
  const exported: DrawnOrder[] = [...ids, "latecomer-------"].map((shopper, i) => {
    const number = numbers[i] ?? 0;
    return { orderId: `ORDER${i}`, shopper, number, placedAt: calledAt(number) + 9 * SECOND };
  });
  const proof: DrawProof = {
    ...{ sale, startsAt: START, seed, commitment: await commitmentOf(SEED), steps },
    orders: exported
      .map(({ number, placedAt }) => ({ number, placedAt }))
      .sort((a, b) => a.placedAt - b.placedAt),
  };
  return { proof, exported };
}
