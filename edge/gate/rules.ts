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

/** Whether a refusal is one that whoever comes next would get too. */
export function isCrowdRefusal(code: string): code is CrowdRefusal {
  return code === "full" || code === "paused" || code === "sold_out" || code === "closed";
}
