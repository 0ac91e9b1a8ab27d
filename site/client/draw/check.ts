/**
 * The shopper's own check: the seed that was revealed has the fingerprint that was published before the
 * start, and the shopper's number is the one that this seed gives. docs/draw.md has the algorithm.
 */

/** What a number follows from. `seed` is base64url, `sale` a slug, `shopper` an id. */
export interface Drawn {
  seed: string;
  sale: string;
  shopper: string;
}

/**
 * One line for the browser's console that works out fingerprint and number without any code of ours. It
 * calls nothing but the browser itself, so whoever can read it can see that it does no harm.
 */
export function consoleLine({ seed, sale, shopper }: Drawn): string {
  return [
    `h=async b=>new Uint8Array(await crypto.subtle.digest("SHA-256",b))`,
    `s=Uint8Array.from(atob("${seed}".replace(/-/g,"+").replace(/_/g,"/")),c=>c.charCodeAt(0))`,
    `n=new DataView((await h(new Uint8Array([...s,...new TextEncoder().encode("${sale}/${shopper}")]))).buffer)`,
    `({fingerprint:btoa(String.fromCharCode(...await h(s))).replace(/\\+/g,"-").replace(/\\//g,"_").replace("=",""),number:Number(n.getBigUint64(0)>>11n)/2**53})`,
  ].join(";");
}

/** The SHA-256 of a base64url text's bytes, as base64url; undefined where the browser has no `crypto.subtle`. */
export async function fingerprintOf(seed: string): Promise<string | undefined> {
  // Only on https and on this very machine (W3C Web Cryptography, "secure context").
  if (!globalThis.crypto?.subtle) return undefined;
  const bytes = Uint8Array.from(atob(standard(seed)), (sign) => sign.charCodeAt(0));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The shopper's id: what a claim or order token says in its payload (RFC 7515, section 3). */
export function shopperIn(url: string): string | undefined {
  const [, payload = ""] = url.split("/").at(-1)?.split(".") ?? [];
  try {
    const { sub } = JSON.parse(atob(standard(payload)));
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}

const standard = (base64url: string) => base64url.replaceAll("-", "+").replaceAll("_", "/");
