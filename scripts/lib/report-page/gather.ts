/** Reads what a report is made of: the orders, however many, then how the sale stands. */

import { context } from "../context.ts";
import { readOrders } from "../export/read.ts";
import { saleStatus } from "../operator/client.ts";
import type { Operator } from "../operator/where.ts";
import type { Sources } from "./figures.ts";
import { readProduct } from "./product.ts";
import { Tally } from "./tally.ts";

export interface Gathering {
  operator: Operator;
  sale: string;
  /** Hears how many orders were read, batch by batch. */
  onRows: (rows: number) => void;
  /** Ends it; its reason is thrown. */
  signal: AbortSignal;
}

export async function gather({ operator, sale, onRows, signal }: Gathering): Promise<Sources> {
  const ending = new AbortController();
  const either = AbortSignal.any([signal, ending.signal]);
  const tally = new Tally();
  try {
    for await (const rows of await readOrders({ operator, sale, signal: either })) {
      tally.add(rows);
      onRows(rows.length);
    }
  } finally {
    // Pages that are read ahead are wanted no more.
    ending.abort();
  }
  const status = await saleStatus(operator, sale, signal);
  return {
    status,
    tally,
    placed: tally.placed(),
    product: readProduct(sale),
    now: context().clock.now(),
  };
}
