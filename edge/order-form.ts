/**
 * The order form's fields, and what may be in them: the same rules for the Worker and for the page's
 * script, so that what a browser lets pass is never refused. Part of the contract.
 */
import { isBlank, isManyLines, isOneLine, lengthOf, withPlainBreaks } from "./text.ts";

/**
 * The form's fields: the maximum length of each in characters (a line break is one), whether it is
 * required, and whether it may have several lines.
 */
export const ORDER_FIELDS = {
  name: { max: 100, required: true, lines: false },
  email: { max: 254, required: true, lines: false },
  phone: { max: 40, required: false, lines: false },
  address: { max: 500, required: false, lines: true },
  note: { max: 500, required: false, lines: true },
} as const;
export type OrderField = keyof typeof ORDER_FIELDS;

/** What can be wrong with a field. The form page contains a text for each (see `shell`). */
export type FieldProblem = "required" | "too_long" | "malformed";

/**
 * Marks that turn the direction of text around (Unicode TR9, 2.1–2.4). Phones copy them along with a
 * number, so they are taken out rather than refused; left in, they would show the merchant something
 * else than was sent.
 */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;

/** What was typed, as it is stored: trimmed, and nothing at all if there is nothing to see. */
export function typedText(field: OrderField, text: string): string {
  const trimmed = text.replace(DIRECTIONS, "").trim();
  if (isBlank(trimmed)) return "";
  return ORDER_FIELDS[field].lines ? withPlainBreaks(trimmed) : trimmed;
}

/** What is wrong with `text`, as from `typedText`. The page's script and the Worker both ask this. */
export function fieldProblem(field: OrderField, text: string): FieldProblem | undefined {
  const { max, required, lines } = ORDER_FIELDS[field];
  if (text === "") return required ? "required" : undefined;
  if (lengthOf(text) > max) return "too_long";
  if (field === "email" && !isEmail(text)) return "malformed";
  // A line break in a name could end up in the header of somebody's email.
  return (lines ? isManyLines(text) : isOneLine(text)) ? undefined : "malformed";
}

/**
 * WHATWG's pattern for `input type=email`, so that the Worker and the browser agree, except that the host
 * needs a dot: nobody delivers to `name@localhost`.
 */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+$/i;

/** Chromium sends `ada@bücher.example` as `ada@xn--bcher-kva.example`, others as it was typed. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@") + 1;
  return EMAIL.test(text.slice(0, at) + asciiHost(text.slice(at)));
}

/** Letters and digits of any script, but no look-alikes that a mail server would have to convert. */
function asciiHost(host: string): string {
  if (/^[\x20-\x7e]*$/.test(host)) return host;
  const isPlain = /^[\p{L}\p{M}\p{N}.-]+$/u.test(host);
  if (!isPlain || host.normalize("NFKC") !== host.normalize("NFC")) return "";
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}
