/** How the Worker speaks to a sale's gates. */
import type { Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import type { GateSale } from "./messages.ts";
import { gateName } from "./name.ts";

export function gateStub(env: Bindings, sale: string, gate: number) {
  return env.GATE.getByName(gateName(sale, gate));
}

/** What a gate needs to know, without what only pages show. */
export function gateSale({ title: _title, lang: _lang, ...sale }: Sale): GateSale {
  return sale;
}

/**
 * Calls an object. Undefined when it failed or is overloaded: the caller then says *full*. A second
 * try only where the runtime says that it may help; it is safe because every call asks the same
 * thing again (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/).
 */
export async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
      if (tries === 1 && retryable === true && overloaded !== true) continue;
      console.error("an object did not answer", error);
      return undefined;
    }
  }
}
