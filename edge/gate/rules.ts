/** Who may have a slot. Pure. */
import type { CrowdRefusal, GateSale } from "./messages.ts";

/**
 * A shopper always belongs to the same gate: FNV-1a over the id, which is random already and
 * signed, so nobody gains by choosing it. `gates` is the frozen number.
 */
export function gateOf(shopper: string, gates: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < shopper.length; i++) {
    hash = Math.imul(hash ^ shopper.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % gates;
}

/** Where the sale stands by the clock alone. */
export function phase(
  sale: Pick<GateSale, "startsAt" | "endsAt">,
  now: number,
): "upcoming" | "open" | "over" {
  if (now < sale.startsAt) return "upcoming";
  return now < sale.endsAt ? "open" : "over";
}

/**
 * How long a gate believes what the stockroom told it, in ms. Short, because a pause must be
 * everywhere within 2 s; longer where many gates ask one stockroom, which takes about a thousand
 * questions a second: 39 from 10 gates, 950 from 1,000.
 */
export function replyTtl(gates: number): number {
  return 250 + Math.round(gates * 0.8);
}

/**
 * How long an isolate believes a gate's news, in ms: what remains of the 2 s in which a switch must
 * be everywhere, with a little for the way.
 */
export function newsTtl(gates: number): number {
  return 1_900 - replyTtl(gates);
}

/**
 * How long the others believe a gate that was full. Longer than a place is free while many ask, so
 * that it does not flicker, and short, since a gate that all believe to be full is asked by nobody. Ms.
 */
export const FULL_FOR = 1_000;

/** Whether a refusal is one that whoever comes next would get too. */
export function isCrowdRefusal(code: string): code is CrowdRefusal {
  return code === "full" || code === "paused" || code === "sold_out" || code === "closed";
}

/** Slots that a shopper may give up without being treated as if they had lapsed. */
export const FREE_RELEASES = 2;
/** The longest wait for another slot, in holds. */
const MOST_HOLDS = 8;

/**
 * Until when a shopper whose slots came to nothing gets no other, ms since 1970: a hold after the
 * first, then two, four, eight. `at`: when the last one ended.
 */
export function backUntil({ count, at }: { count: number; at: number }, hold: number): number {
  return count === 0 ? 0 : at + hold * Math.min(MOST_HOLDS, 2 ** (count - 1));
}

/** How many of a gate's slots may be open for shoppers whose earlier ones came to nothing. */
export function secondChances(slots: number): number {
  return Math.max(1, Math.floor(slots / 2));
}

/** Isolates that a gate hears for the first time in a second when the sale starts. */
const TURNS_A_SECOND = 250;

/** How long after the start the isolate asks that a gate has counted as its `turn`th, from 0. Ms. */
export function turnAfter(turn: number): number {
  return (turn * 1_000) / TURNS_A_SECOND;
}

/** Flags 0 to `count` - 1 as hexadecimal digits, four in each, the lowest first: short on the wire. */
export function packFlags(count: number, isSet: (index: number) => boolean): string {
  let text = "";
  for (let from = 0; from < count; from += 4) {
    let digit = 0;
    for (let i = 0; i < 4; i++) if (from + i < count && isSet(from + i)) digit |= 1 << i;
    text += digit.toString(16);
  }
  return text;
}

export function hasFlag(text: string, index: number): boolean {
  return ((Number.parseInt(text[index >> 2] ?? "0", 16) >> (index & 3)) & 1) === 1;
}
