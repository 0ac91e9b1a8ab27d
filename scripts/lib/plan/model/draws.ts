import { Gate } from "./gate.ts";
import { Log } from "./log.ts";
import { Stockroom } from "./stockroom.ts";
import type { Calls, Terms } from "./terms.ts";

/** Beyond this many orders, draws grow by the logarithm only. */
const PLAYED = 50_000;

/**
 * The calls that move units: so many orders, spread evenly over the gates, in one moment, so that no
 * gate asks for news. They depend on stock and gates alone.
 */
export function drawsOf(terms: Terms, sold: number): Pick<Calls, "report" | "recall" | "hear"> {
  const factor = Math.min(1, PLAYED / terms.stock);
  const stock = Math.round(terms.stock * factor);
  const log = new Log(terms.gates);
  const small = { ...terms, stock, slots: Number.POSITIVE_INFINITY };
  const stockroom = new Stockroom(small, log);
  const around = { terms: small, tally: log, stockroom, at: () => {} };
  const gates = Array.from({ length: terms.gates }, (_, index) => new Gate(index, around));
  stockroom.connect(gates);
  for (let order = 0; order < Math.round(sold * factor); order++) {
    // A multiplicative hash, so that no gate is favoured and nothing is left to chance.
    const gate = gates[(Math.imul(order + 1, 0x9e3779b1) >>> 0) % terms.gates] ?? gates[0];
    const claimed = gate?.claim(order, 0, false);
    if (claimed?.is === "granted") gate?.order(order, claimed.expiresAt, 0);
  }
  const { report, recall, hear } = log.total.calls;
  return { report, recall, hear };
}
