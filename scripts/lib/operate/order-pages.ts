/** Reads a gate's orders page by page; what a broken connection cut off is asked for again. */

import type { ExportedOrder } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";
import { ask, noSuchSale, type RetryPolicy, reached, retry, salePath, Trouble } from "./client.ts";
import type { Operator } from "./where.ts";

export interface Page {
  orders: ExportedOrder[];
  /** There was no more when it was asked. */
  ended: boolean;
}

export interface Source {
  operator: Operator;
  sale: string;
  /** Orders of a page. */
  limit: number;
  patience: RetryPolicy;
  signal: AbortSignal;
}

/** The next page after the order `after` (0: the first). Resumes within the page. */
export function readPage(source: Source, gate: number, after: number): Promise<Page> {
  const orders: ExportedOrder[] = [];
  return retry(
    async (gained) => {
      while (orders.length < source.limit) {
        const wanted = source.limit - orders.length;
        const last = orders.at(-1)?.seq ?? after;
        const arrived = await readInto(
          orders,
          source,
          { gate, after: last, limit: wanted },
          gained,
        );
        if (arrived < wanted) return { orders, ended: true };
      }
      return { orders, ended: false };
    },
    source.patience,
    source.signal,
  );
}

interface Part {
  gate: number;
  after: number;
  limit: number;
}

/** Returns how many arrived; those that arrived before a break are in `orders` too. */
async function readInto(
  orders: ExportedOrder[],
  { operator, sale, signal }: Source,
  { gate, after, limit }: Part,
  gained: () => void,
): Promise<number> {
  const path = `${salePath(sale)}/gates/${gate}/orders?after=${after}&limit=${limit}`;
  const answer = await ask(operator, path, { missing: noSuchSale(operator, sale), signal });
  const body = requireLines(operator, answer);
  const before = orders.length;
  let last = after;
  await reached(operator, signal, async () => {
    for await (const lines of linesOf(body)) {
      for (const line of lines) {
        const order: ExportedOrder = JSON.parse(line);
        if (!(order.seq > last)) throw new Error(`order ${order.seq} came after order ${last}`);
        last = order.seq;
        orders.push(order);
      }
      gained();
    }
  });
  return orders.length - before;
}

function requireLines({ url }: Operator, answer: Response): ReadableStream<Uint8Array> {
  const type = answer.headers.get("content-type") ?? "";
  if (type.startsWith("application/x-ndjson") && answer.body) return answer.body;
  if (answer.body === null) throw new Trouble(`${url} answered nothing`);
  throw new Refusal(`${url} does not answer with orders; is an older Worker deployed there?`);
}

/** Not by readline: it also splits at U+2028, which JSON may contain. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  if (rest !== "") yield [rest];
}

/** An order, and its gate. */
export interface Row {
  gate: number;
  order: ExportedOrder;
  /** An earlier order whose address is nearly the same: see `near-addresses.ts`. */
  nearAddress?: string | undefined;
}
