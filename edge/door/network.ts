/** Too many new shoppers from one network are somebody's script, or a campus: hence a generous limit. */
import type { NetworkLimit, Sale } from "../contract.ts";
import type { Bindings } from "../env.ts";

/** When the sale's file does not say how many a minute. */
const PER_NETWORK: NetworkLimit = 600;

/** When it is worth trying again, in seconds: the platform counts over a minute. */
export const TOO_MANY_WAIT = 60;

/** The address that the edge has seen; a client cannot set this header there. */
export function addressOf(request: Request): string | undefined {
  return request.headers.get("CF-Connecting-IP") ?? undefined;
}

/**
 * Who shares an address: an IPv4 address, or an IPv6 /64, which is the least that one household gets
 * (RFC 6177). Undefined for this machine itself, and for what is no address: that is not the edge.
 */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (!address.includes(":")) return isIpv4(address) ? remote(address) : undefined;
  // The URL parser knows every way to write one (RFC 5952 is what comes out).
  const host = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1);
  if (host === undefined || host === "::1") return undefined;
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(host);
  if (mapped) return remote(dotted(mapped[1] ?? "", mapped[2] ?? ""));
  const [head = "", tail] = host.split("::");
  const left = head === "" ? [] : head.split(":");
  const missing =
    tail === undefined ? 0 : 8 - left.length - (tail === "" ? 0 : tail.split(":").length);
  const groups = [...left, ...Array<string>(missing).fill("0"), ...(tail?.split(":") ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/**
 * Whether one more new shopper from this network is too many. Counted by the platform: per location,
 * approximately, over a minute. Without the binding or an address there is no limit.
 */
export async function isCrowded(
  env: Bindings,
  sale: Sale,
  address: string | undefined,
  use: "identity" | "challenge" | "proof",
): Promise<boolean> {
  const network = networkOf(address);
  if (network === undefined) return false;
  const limiter = limiterOf(env, sale.perNetwork ?? PER_NETWORK);
  if (!limiter) return false;
  const { success } = await limiter.limit({ key: `${sale.slug}/${use}/${network}` });
  return !success;
}

/** A runtime that has no such bindings lacks them, whatever wrangler.toml says. */
function limiterOf(env: Partial<Bindings>, limit: NetworkLimit): RateLimit | undefined {
  return env[`NETWORK_${limit}`];
}

function isIpv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

function remote(ipv4: string): string | undefined {
  return ipv4.startsWith("127.") ? undefined : ipv4;
}

function dotted(high: string, low: string): string {
  const number = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return number.join(".");
}
