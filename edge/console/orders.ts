/** All orders of a sale, from wherever its gates have them: a page for the console, or the whole as CSV. */
import { type ConsoleOrder, type ConsoleOrders, orderIdOf } from "../contract.ts";
import { type Bindings, placeOf } from "../env.ts";
import { gateName } from "../gate/name.ts";
import type { OrderSearch } from "../outbox/messages.ts";
import { eachGate } from "./each-gate.ts";

/** Where a page begins: after this order of the list. */
interface Cursor {
  placedAt: number;
  gate: number;
  seq: number;
}

export interface Wanted {
  /** What was typed: a part of an order's number or of an e-mail address. */
  text: string;
  /** `next` of the page before. */
  before?: Cursor | undefined;
  most: number;
}

/** `"<placedAt>.<gate>.<seq>"`; undefined for anything else. */
export function cursorIn(text: string): Cursor | undefined {
  if (!/^\d{1,15}\.\d{1,4}\.\d{1,15}$/.test(text)) return undefined;
  const [placedAt = 0, gate = 0, seq = 0] = text.split(".").map(Number);
  return { placedAt, gate, seq };
}

/** The last placed first. Asks each gate of the sale. */
export async function searchOrders(
  env: Bindings,
  sale: string,
  { text, before, most }: Wanted,
): Promise<ConsoleOrders> {
  const found: ConsoleOrder[] = [];
  const place = placeOf(env, sale);
  const gates = await env.STOCKROOM.getByName(sale, place).gates();
  await eachGate(gates, async (gate) => {
    const wanted = { ...termsIn(text), before: before ? beforeAt(gate, before) : FROM_THE_END };
    const orders = await env.GATE.getByName(gateName(sale, gate), place).searchOrders(
      wanted,
      most + 1,
    );
    found.push(...orders.map((order) => ({ gate, ...order })));
  });
  const orders = found.sort(lastFirst).slice(0, most);
  const last = orders.at(-1);
  return { orders, ...(found.length > most && last ? { next: cursor(last) } : {}) };
}

const FROM_THE_END = { placedAt: Number.MAX_SAFE_INTEGER, seq: 0 };

/** Orders of one time are listed by gate, so it depends on the gate which of them are still to come. */
function beforeAt(gate: number, place: Cursor): OrderSearch["before"] {
  const { placedAt } = place;
  if (gate === place.gate) return { placedAt, seq: place.seq };
  return { placedAt, seq: gate > place.gate ? Number.MAX_SAFE_INTEGER : 0 };
}

/** A number as people type it, or a part of one; what was typed may always be a part of an address. */
function termsIn(text: string): Pick<OrderSearch, "number" | "email"> {
  const typed = text.trim();
  if (typed === "") return {};
  const number = orderIdOf(typed) ?? typed.replaceAll(/[\s-]/g, "").toUpperCase();
  return { number, email: typed.toLowerCase() };
}

function lastFirst(a: ConsoleOrder, b: ConsoleOrder): number {
  return b.placedAt - a.placedAt || a.gate - b.gate || b.seq - a.seq;
}

function cursor({ placedAt, gate, seq }: ConsoleOrder): string {
  return `${placedAt}.${gate}.${seq}`;
}

/** Orders in memory, at most, however many gates there are. */
const HELD = 10_000;
const LONGEST_PAGE = 500;

/** A gate's orders that have been read, and where to read on; `after` is undefined behind the last one. */
interface Source {
  gate: number;
  orders: ConsoleOrder[];
  after: number | undefined;
}

/**
 * Every order, the first placed first, in batches. Read as an export is, page by page of each gate: so
 * it counts as one, and what was exported can be erased when its time comes.
 */
export async function* allOrders(env: Bindings, sale: string): AsyncGenerator<ConsoleOrder[]> {
  const gates = await env.STOCKROOM.getByName(sale, placeOf(env, sale)).gates();
  const most = Math.max(1, Math.min(LONGEST_PAGE, Math.floor(HELD / gates.length)));
  const sources = new Map(gates.map((gate) => [gate, { gate, orders: [], after: 0 } as Source]));
  for (let open = gates; open.length > 0; open = unread(sources)) {
    await eachGate(open, (gate) => readOn(env, sale, sources.get(gate) as Source, most));
    yield takeUntil(sources, horizon(sources));
  }
}

async function readOn(env: Bindings, sale: string, source: Source, most: number): Promise<void> {
  const { gate, after = 0 } = source;
  const page = await env.GATE.getByName(gateName(sale, gate), placeOf(env, sale)).orders(
    after,
    most,
  );
  source.orders = page.map((order) => ({ gate, ...order }));
  source.after = page.length < most ? undefined : page.at(-1)?.seq;
}

/** The gates that must be read on before anything later can be listed. */
function unread(sources: Map<number, Source>): number[] {
  const all = [...sources.values()];
  return all
    .filter(({ orders, after }) => orders.length === 0 && after !== undefined)
    .map(({ gate }) => gate);
}

/** Until when all orders have been read. */
function horizon(sources: Map<number, Source>): number {
  const open = [...sources.values()].filter(({ after }) => after !== undefined);
  return Math.min(...open.map(({ orders }) => orders.at(-1)?.placedAt ?? 0));
}

function takeUntil(sources: Map<number, Source>, until: number): ConsoleOrder[] {
  const taken: ConsoleOrder[] = [];
  for (const source of sources.values()) {
    const later = source.orders.findIndex(({ placedAt }) => placedAt > until);
    taken.push(...source.orders.splice(0, later < 0 ? source.orders.length : later));
  }
  return taken.sort((a, b) => a.placedAt - b.placedAt || a.gate - b.gate || a.seq - b.seq);
}
