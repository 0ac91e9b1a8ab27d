/** A sale in every state that a row needs; the last ones are for the crowds. */
import type { Sale, Sales } from "../edge/contract.ts";

const HOUR = 3_600_000;

export function salesAt(now: number, crowdSizes: number[]): Sales {
  const open = { startsAt: now - HOUR, endsAt: now + 24 * HOUR };
  const sales = [
    sale("upcoming", { startsAt: now + HOUR, endsAt: now + 2 * HOUR }),
    sale("open", open),
    sale("ended", { startsAt: now - 2 * HOUR, endsAt: now - HOUR }),
    sale("full", { ...open, slots: 1 }),
    sale("gone", { ...open, stock: 1 }),
    sale("plenty", { ...open, stock: 1_000_000, slots: 1_000 }),
    ...crowdSizes.map((size) => sale(crowdSale(size), open)),
  ];
  return Object.fromEntries(sales.map((one) => [one.slug, one]));
}

export function crowdSale(size: number): string {
  return `crowd-${size}`;
}

function sale(slug: string, change: Partial<Sale>): Sale {
  const title = "A lamp";
  const size = { stock: 100, gates: 10, slots: 10, hold: HOUR, reserve: false };
  return { slug, title, lang: "en", startsAt: 0, endsAt: 0, ...size, ...change };
}
