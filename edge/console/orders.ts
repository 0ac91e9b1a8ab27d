/** All orders of a sale, from wherever its gates have them: a page for the console, or the whole as CSV. */
import type { ConsoleOrder, ConsoleOrders } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { gateName } from "../gate/name.ts";
import type { OrderSearch } from "../outbox/messages.ts";
import { eachGate } from "./each-gate.ts";

/** Where a page begins: after this order, in the order of the list. */
interface Place {
  placedAt: number;
  gate: number;
  seq: number;
}

export interface Wanted {
  /** What was typed: a part of an order's number or of an e-mail address. */
  text: string;
  /** `next` of the page before. */
  before?: Place | undefined;
  most: number;
}

/** `"<placedAt>.<gate>.<seq>"`; undefined for anything else. */
export function placeIn(text: string): Place | undefined {
  if (!/^\d{1,15}\.\d{1,4}\.\d{1,15}$/.test(text)) return undefined;
  const [placedAt = 0, gate = 0, seq = 0] = text.split(".").map(Number);
  return { placedAt, gate, seq };
}

/** The last placed first. Asks each gate that has orders. */
export async function searchOrders(
  env: Bindings,
  sale: string,
  { text, before, most }: Wanted,
): Promise<ConsoleOrders> {
  const found: ConsoleOrder[] = [];
  await eachGate(await env.STOCKROOM.getByName(sale).sellers(), async (gate) => {
    const wanted = { ...termsIn(text), before: before ? beforeAt(gate, before) : FROM_THE_END };
    const orders = await env.GATE.getByName(gateName(sale, gate)).searchOrders(wanted, most + 1);
    found.push(...orders.map((order) => ({ gate, ...order })));
  });
  const orders = found.sort(lastFirst).slice(0, most);
  const last = orders.at(-1);
  return { orders, ...(found.length > most && last ? { next: placeOf(last) } : {}) };
}

const FROM_THE_END = { placedAt: Number.MAX_SAFE_INTEGER, seq: 0 };

/** Orders of one time are listed by gate, so it depends on the gate which of them are still to come. */
function beforeAt(gate: number, place: Place): OrderSearch["before"] {
  const { placedAt } = place;
  if (gate === place.gate) return { placedAt, seq: place.seq };
  return { placedAt, seq: gate > place.gate ? Number.MAX_SAFE_INTEGER : 0 };
}

/** Numbers are read out on the phone: in small letters, with blanks or hyphens between. */
function termsIn(text: string): Pick<OrderSearch, "number" | "email"> {
  const typed = text.trim();
  if (typed === "") return {};
  if (typed.includes("@") || typed.includes(".")) return { email: typed.toLowerCase() };
  const number = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  // Without an @ it may be either; whoever types the beginning of an address means the address.
  return /^[0-9A-HJKMNP-TV-Z]{4,16}$/.test(number) && /\d/.test(number)
    ? { number }
    : { email: typed.toLowerCase() };
}

function lastFirst(a: ConsoleOrder, b: ConsoleOrder): number {
  return b.placedAt - a.placedAt || a.gate - b.gate || b.seq - a.seq;
}

function placeOf({ placedAt, gate, seq }: ConsoleOrder): string {
  return `${placedAt}.${gate}.${seq}`;
}

/** Orders of a page of the CSV: an answer is made page by page, so that any number fits into memory. */
const PAGE = 500;

/** Every order, the last placed first. */
export async function* allOrders(env: Bindings, sale: string): AsyncGenerator<ConsoleOrder[]> {
  for (let before: Place | undefined; ; ) {
    const page = await searchOrders(env, sale, { text: "", before, most: PAGE });
    yield page.orders;
    before = page.next === undefined ? undefined : placeIn(page.next);
    if (before === undefined) return;
  }
}
