/** A sale in every state that a row needs, and what brings it there; the last ones are for the crowds. */
import { ConnectionPool } from "../crowd/http/connection-pool.ts";
import { Shopper } from "../crowd/http/shopper.ts";
import type { Sale, Sales } from "../edge/contract.ts";
import { FORM, makeShoppers } from "./load/visits.ts";

const HOUR = 3_600_000;

export function salesAt(now: number, crowdSizes: number[]): Sales {
  const open = { startsAt: now - HOUR, endsAt: now + 24 * HOUR };
  const plenty = { ...open, stock: 1_000_000, slots: 1_000 };
  const sales = [
    sale("upcoming", { startsAt: now + HOUR, endsAt: now + 2 * HOUR }),
    sale("open", open),
    sale("ended", { startsAt: now - 2 * HOUR, endsAt: now - HOUR }),
    sale("full", { ...open, slots: 1 }),
    sale("gone", { ...open, stock: 1 }),
    sale("plenty", plenty),
    sale(behind("full"), { ...open, slots: 1, door: BEHIND }),
    sale(behind("plenty"), { ...plenty, door: BEHIND }),
    sale(WATCHED, { ...open, stock: 1_000 }),
    ...crowdSizes.map((size) => sale(crowdSale(size), open)),
  ];
  return Object.fromEntries(sales.map((one) => [one.slug, one]));
}

/** The door of a sale that has one. */
export const BEHIND = "invites";

export const behind = (sale: string) => `${sale}-behind-a-door`;

/** The sale whose crowd is watched. */
export const WATCHED = "watched";

export function crowdSale(size: number): string {
  return `crowd-${size}`;
}

/** Takes every slot of the full ones and keeps it; buys the only unit of "gone". */
export async function prepareSales(port: number, signingKey: string): Promise<void> {
  const pool = await ConnectionPool.open(port, 1);
  try {
    for (let i = 0; i < 300; i++) await new Shopper(pool.send, "full").claim();
    const inside = { sale: behind("full"), door: BEHIND, signingKey, lapsed: false } as const;
    for (const { claim, cookie } of await makeShoppers(300, inside)) {
      await pool.send({ method: "POST", path: claim, headers: { cookie } });
    }
    const buyer = new Shopper(pool.send, "gone");
    const { body } = await buyer.claim();
    const placed = await buyer.order(body.order, FORM);
    if (placed.status !== 201) throw new Error(`the only unit was not sold: ${placed.body.code}`);
  } finally {
    pool.close();
  }
}

function sale(slug: string, change: Partial<Sale>): Sale {
  const title = "A lamp";
  const size = { stock: 100, gates: 10, slots: 10, hold: HOUR, reserve: false };
  return { slug, title, lang: "en", startsAt: 0, endsAt: 0, ...size, ...change };
}
