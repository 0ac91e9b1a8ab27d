/** A crowd before one sale: each shopper does what the page would do for them. */
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionPool } from "../../crowd/http/connection-pool.ts";
import { Shopper } from "../../crowd/http/shopper.ts";
import type { Crowd } from "./generator.ts";
import { FORM } from "./visits.ts";

/** All crowds arrive within the same `ms`, so that the only difference between them is their size. */
export async function crowds(
  port: number,
  sizes: { sale: string; shoppers: number }[],
  { ms, pause }: { ms: number; pause: number },
): Promise<Crowd[]> {
  const pool = await ConnectionPool.open(port, 64);
  try {
    return await Promise.all(sizes.map((size) => arrive(pool, size, { ms, pause })));
  } finally {
    pool.close();
  }
}

async function arrive(
  pool: ConnectionPool,
  size: { sale: string; shoppers: number },
  { ms, pause }: { ms: number; pause: number },
): Promise<Crowd> {
  const counted: Crowd = { ...size, bought: 0, soldOut: 0, requests: 0, seconds: 0 };
  const begun = performance.now();
  const everybody: Promise<void>[] = [];
  for (let i = 0; i < size.shoppers; i++) {
    const early = begun + (ms * i) / size.shoppers - performance.now();
    if (early > 1) await sleep(early);
    everybody.push(shop(pool, counted, pause));
  }
  await Promise.all(everybody);
  counted.seconds = (performance.now() - begun) / 1000;
  return counted;
}

/** The start script, a claim, the form; after a refusal that may pass, all of it again. */
async function shop(pool: ConnectionPool, counted: Crowd, pause: number): Promise<void> {
  const shopper = new Shopper((request) => {
    counted.requests += 1;
    return pool.send(request);
  }, counted.sale);
  for (;;) {
    const { claim, reason } = await shopper.start();
    const ending = claim === undefined ? reason : await buy(shopper, claim, pause);
    if (ending === "bought") counted.bought += 1;
    if (ending === "sold_out") counted.soldOut += 1;
    if (ending === "bought" || ending === "sold_out") return;
    if (ending !== "full" && ending !== "slot_expired")
      throw new Error(`a shopper was told ${ending}`);
    await wait(pause);
  }
}

async function buy(shopper: Shopper, claim: string, pause: number): Promise<string> {
  const { status, body } = await shopper.claim(claim);
  if (status !== 201) return body.code;
  for (;;) {
    await wait(pause);
    const placed = await shopper.order(body.order, FORM);
    if (placed.status === 201) return "bought";
    if (placed.body.code !== "full") return placed.body.code;
  }
}

/** Once to twice as long. */
function wait(ms: number): Promise<void> {
  return sleep(ms * (1 + Math.random()));
}
