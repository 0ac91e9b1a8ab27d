import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import { commitmentOf, EVERYBODY, lateBy, lateNumber, numberOf } from "./number.ts";

const START = Date.UTC(2030, 0, 1, 12);
const seedOf = (text: string) => new Uint8Array(base64url.decode(text));

/** Computed by Python's hashlib: hashlib.sha256(seed + name).digest(), its first 8 bytes >> 11, / 2 ** 53. */
const VECTORS = [
  {
    sale: "lamp",
    shopper: "AAAAAAAAAAAAAAAA",
    seed: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    commitment: "Yw3NKWbEM2aRElRIu7JbT_QSpJxzLbLIq8G4WBvXEN0",
    number: 0.01641050341076622,
  },
  {
    sale: "aurora-lamp",
    shopper: "q7Zt-0_9bXc2LmPd",
    seed: "__________________________________________8",
    commitment: "r5YTdg9yY1-9tEpaCmPDnxKvMPlQpu5clxvhiOicQFE",
    number: 0.3657335543539556,
  },
  {
    sale: "bowl",
    shopper: "Ünï-形",
    seed: "sAjUlDd1xzKfcOMyZ-3wyWO8VPymNyA0mJoLQQbBE-M",
    commitment: "CN6J6LI0x5Mb3rRgi_ywQH8UuA7Qg6ciPstis2m3j80",
    number: 0.5665064647586059,
  },
];

describe("a draw's numbers", () => {
  it.each(VECTORS)("are as anybody can compute them: $sale/$shopper", async (vector) => {
    const { sale, shopper, seed, commitment, number } = vector;
    expect(await commitmentOf(seedOf(seed))).toBe(commitment);
    expect(await numberOf(seedOf(seed), sale, shopper)).toBe(number);
    expect(JSON.parse(JSON.stringify(number))).toBe(number);
  });

  it("are behind all the others for whoever comes at the start or later, in their order", () => {
    expect(lateNumber(START, START)).toBe(1);
    const numbers = [0, 1, 2, 60_000, 86_400_000].map((ms) => lateNumber(START + ms, START));
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
    expect(numbers.at(-1)).toBeLessThan(EVERYBODY);
    expect(numbers.map(lateBy)).toEqual([0, 1, 2, 60_000, 86_400_000]);
  });

  it("are spread evenly", async () => {
    const seed = seedOf(VECTORS[0]?.seed ?? "");
    const numbers = await Promise.all(
      Array.from({ length: 2_000 }, (_, i) => numberOf(seed, "lamp", `shopper-${i}`)),
    );
    const tenths = Array.from({ length: 10 }, (_, i) => {
      return numbers.filter((number) => Math.floor(number * 10) === i).length;
    });
    // 200 each, and a standard deviation of 13.4.
    for (const count of tenths) expect(Math.abs(count - 200)).toBeLessThan(4.5 * 13.4);
  });
});
