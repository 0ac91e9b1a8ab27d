/**
 * A draw's arithmetic, to the bit (docs/draw.md): the seed's commitment, and each shopper's number. Pure,
 * and the same in the Worker, in Node and in whatever anybody checks it with.
 */
import { base64url } from "jose";

const encoder = new TextEncoder();

/** What is published before anybody can have a number: base64url of the SHA-256 of the seed's 32 bytes. */
export async function commitmentOf(seed: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", seed)));
}

/**
 * The number of a shopper who was there before the start, in [0, 1): the first 53 bits of SHA-256 over the
 * seed and `<sale>/<shopper id>`. As many as a double has, so that no digit is lost on any wire.
 */
export async function numberOf(
  seed: Uint8Array<ArrayBuffer>,
  sale: string,
  shopper: string,
): Promise<number> {
  const name = encoder.encode(`${sale}/${shopper}`);
  const input = new Uint8Array(seed.length + name.length);
  input.set(seed);
  input.set(name, seed.length);
  const view = new DataView(await crypto.subtle.digest("SHA-256", input));
  return (view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11)) / 2 ** 53;
}

/**
 * The number of a shopper who came at or after the start: behind all who were there, by time of arrival.
 * Ms since 1970.
 */
export function lateNumber(cameAt: number, startsAt: number): number {
  return 1 + (cameAt - startsAt) / LATE_MS;
}

/** When the shopper with this number came, ms after the start; for numbers from 1 on. */
export function lateBy(number: number): number {
  return (number - 1) * LATE_MS;
}

const LATE_MS = 2 ** 42;

/** `called` once everybody has been, whoever is yet to come too: more ms than any sale lasts. */
export const EVERYBODY = 2;
