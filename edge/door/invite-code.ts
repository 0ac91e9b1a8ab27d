/**
 * Invitation codes: made and checked by the signing key alone, so that nothing is stored.
 *
 * Fifteen characters of Crockford's base 32 (https://www.crockford.com/base32.html): three are the
 * label's, four the number in its list, seven a MAC of 35 bits, one the check symbol.
 */
import { keyedHash } from "../derived.ts";
import type { Key } from "../tokens/keys.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LABEL = 3;
const NUMBER = 4;
const MAC = 7;
const BODY = LABEL + NUMBER + MAC;

/** Numbers in one list; some are passed over, because their check symbol would be a sign. */
const NUMBERS = 32 ** NUMBER;
/** How many codes one label is good for. */
export const MAX_INVITES = Math.floor(NUMBERS / 2);

/**
 * The first `count` codes of a label, in groups of five. The same sale, label and key give the same
 * codes each time, so a longer list begins with the shorter one.
 */
export async function inviteCodes(
  key: Key,
  sale: string,
  label: string,
  count: number,
): Promise<string[]> {
  const head = await labelOf(label);
  const codes: string[] = [];
  for (let number = 0; codes.length < count && number < NUMBERS; number++) {
    const named = head + symbols(number, NUMBER);
    const body = named + (await macOf(key, sale, named));
    const check = checkSymbol(body);
    // Crockford's five signs beyond the alphabet (*~$=U) are hard to say and to type.
    if (check !== undefined) codes.push(grouped(body + check));
  }
  return codes;
}

/**
 * Whether a code, as `readCode` gives it, was made for this sale with one of these keys, and its label
 * is not among those that were `revoked`.
 */
export async function isInvited(
  keys: Key[],
  sale: string,
  code: string,
  revoked: string[],
): Promise<boolean> {
  const [named, mac] = [code.slice(0, LABEL + NUMBER), code.slice(LABEL + NUMBER, BODY)];
  const macs = await Promise.all(keys.map((key) => macOf(key, sale, named)));
  if (!macs.some((ours) => isSame(ours, mac))) return false;
  const labels = await Promise.all(revoked.map(labelOf));
  return !labels.includes(named.slice(0, LABEL));
}

/**
 * A code as it was made, out of what somebody has typed: in any case, with or without spaces and
 * hyphens, O for 0, I and L for 1. Undefined when it cannot be one: the check symbol finds any one
 * wrong character and any two that were swapped.
 */
export function readCode(typed: string): string | undefined {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}_]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  if (code.length !== BODY + 1) return undefined;
  if ([...code].some((symbol) => !ALPHABET.includes(symbol))) return undefined;
  return checkSymbol(code.slice(0, BODY)) === code[BODY] ? code : undefined;
}

/**
 * Fifteen bits of the label's hash, so that a list is revoked by its name. Not keyed: a revoked label
 * stays revoked when the key is rotated.
 */
async function labelOf(label: string): Promise<string> {
  const text = new TextEncoder().encode(label);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return symbols((hash[0] ?? 0) * 256 + (hash[1] ?? 0), LABEL);
}

/** 35 bits: who asks a thousand times a second for an hour guesses one with a chance of 1 in 9,000. */
async function macOf(key: Key, sale: string, named: string): Promise<string> {
  const hash = await keyedHash(key, "invite", sale, named);
  let bits = 0;
  for (const byte of hash.subarray(0, 5)) bits = bits * 256 + byte;
  return symbols(bits, MAC);
}

/** The lowest bits of a number, five to a symbol. */
function symbols(number: number, length: number): string {
  let text = "";
  for (let i = 0, rest = number; i < length; i++, rest = Math.floor(rest / 32)) {
    text = ALPHABET[rest % 32] + text;
  }
  return text;
}

/** The value modulo 37; undefined for the five remainders that have no letter or digit. */
function checkSymbol(body: string): string | undefined {
  const remainder = [...body].reduce(
    (sum, symbol) => (sum * 32 + ALPHABET.indexOf(symbol)) % 37,
    0,
  );
  return ALPHABET[remainder];
}

const grouped = (code: string) => code.replace(/.{5}(?=.)/g, "$&-");

/** In a time that does not depend on where they differ. */
function isSame(ours: string, theirs: string): boolean {
  let different = ours.length ^ theirs.length;
  for (let i = 0; i < ours.length; i++) different |= ours.charCodeAt(i) ^ theirs.charCodeAt(i);
  return different === 0;
}
