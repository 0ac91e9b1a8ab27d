/** Too many new shoppers from one network are somebody's script, or a campus: hence a generous limit. */
import type { NetworkLimit, Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";
import { networkOf } from "../http/network.ts";

/** When the sale's file does not say how many a minute. */
const PER_NETWORK: NetworkLimit = 600;

/** This machine itself, and requests that did not come by way of Cloudflare. */
const LOCAL = /^(?:127\.|0:0:0:0::|unknown$)/;

/**
 * Whether one more new shopper from this network is too many. Counted by the platform: per location,
 * approximately, over a minute. Without the binding there is no limit, nor on one's own machine.
 */
export async function isCrowded(
  env: Bindings,
  sale: Sale,
  request: Request,
  use: "identity" | "challenge" | "proof",
): Promise<boolean> {
  const network = networkOf(request);
  if (LOCAL.test(network)) return false;
  const limiter = limiterOf(env, sale.perNetwork ?? PER_NETWORK);
  if (!limiter) return false;
  const { success } = await limiter.limit({ key: `${sale.slug}/${use}/${network}` });
  return !success;
}

/** A runtime that has no such bindings lacks them, whatever wrangler.toml says. */
function limiterOf(env: Partial<Bindings>, limit: NetworkLimit): RateLimit | undefined {
  return env[`NETWORK_${limit}`];
}
