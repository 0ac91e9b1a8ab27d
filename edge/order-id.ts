/** What order numbers are made of, and how they are read when people type them. Part of the contract. */

/**
 * Crockford's alphabet (crockford.com/base32.html), without letters that look like digits, because
 * people read ids out on the phone.
 */
export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
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
