/** What order numbers are made of, and how they are read when people type them. Part of the contract. */

/**
 * Crockford's alphabet (crockford.com/base32.html), without letters that look like digits, because
 * people read ids out on the phone.
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ORDER_ID = new RegExp(`^[${ALPHABET}]{16}$`);
const LOOK_ALIKES: Record<string, string> = { O: "0", I: "1", L: "1" };

/**
 * The order id that is meant: in any case, in groups, with O for 0 and I or L for 1, and with the
 * apostrophe that an export puts before some. Undefined if it cannot be one.
 */
export function orderIdOf(text: string): string | undefined {
  const bare = text.replace(/[\s\p{Cf}\p{Pd}'’#._]/gu, "").toUpperCase();
  const id = bare.replace(/[OIL]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
  return ORDER_ID.test(id) ? id : undefined;
}

const RANDOM_CHARACTERS = 14;

/**
 * 16 characters: 70 random bits, and the gate that has the order, so that whoever cancels it need not
 * ask them all. Also its `webhook-id`, so it never changes. The gate's number is mixed with the first
 * characters; it is no secret, but ids that all end in 00 look alike.
 */
export function newOrderId(gate: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_CHARACTERS));
  const random = Array.from(bytes, (byte) => ALPHABET[byte % 32]).join("");
  const mixed = gate ^ mask(random);
  return `${random}${ALPHABET[(mixed >> 5) & 31]}${ALPHABET[mixed & 31]}`;
}

/** The gate that has this order; undefined if the text is no such id. Older ids say some number. */
export function gateInOrderId(orderId: string): number | undefined {
  const [high, low] = [orderId[RANDOM_CHARACTERS], orderId[RANDOM_CHARACTERS + 1]].map((letter) =>
    letter === undefined ? -1 : ALPHABET.indexOf(letter),
  );
  if (high === undefined || low === undefined || high < 0 || low < 0) return undefined;
  return ((high << 5) | low) ^ mask(orderId);
}

/** Ten bits out of the first two characters. */
function mask(orderId: string): number {
  const [first = "0", second = "0"] = orderId;
  return (ALPHABET.indexOf(first) << 5) | ALPHABET.indexOf(second);
}

/** Four by four, as people read it out and compare it. */
export function inGroups(orderId: string): string[] {
  return orderId.match(/.{1,4}/g) ?? [orderId];
}
