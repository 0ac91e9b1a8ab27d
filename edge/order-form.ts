/**
 * The order form's fields, and what may be in them: the same rules for the Worker and for the page's
 * script, so that what a browser lets pass is never refused. Part of the contract.
 */
import type { Visit } from "./order.ts";
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
  street: { max: 200, required: false, lines: false },
  postcode: { max: 20, required: false, lines: false },
  city: { max: 100, required: false, lines: false },
  country: { max: 100, required: false, lines: false },
  note: { max: 500, required: false, lines: true },
} as const;
export type OrderField = keyof typeof ORDER_FIELDS;

/** What a sale can ask for besides name and email, so that it must be filled in. */
export const ASKED = ["address", "phone"] as const;
export type Asked = (typeof ASKED)[number];

/** A contact that one order each can be placed with must be there, so it is asked for as well. */
export function askedBy(sale: {
  ask?: readonly Asked[] | undefined;
  onePer?: readonly (Asked | "email")[] | undefined;
}): Asked[] {
  return ASKED.filter((one) => sale.ask?.includes(one) || sale.onePer?.includes(one));
}

/** An address that is asked for is filled in in these parts, so that browsers can do it. */
const ADDRESS_PARTS = ["street", "postcode", "city", "country"] as const;
const isPart = (field: OrderField) => (ADDRESS_PARTS as readonly string[]).includes(field);

/** The fields that a sale's form shows, and which of them must be filled in. */
export function fieldsFor(ask: readonly Asked[] = []): { name: OrderField; required: boolean }[] {
  const inParts = ask.includes("address");
  const names = Object.keys(ORDER_FIELDS) as OrderField[];
  return names
    .filter((name) => (name === "address" ? !inParts : inParts || !isPart(name)))
    .map((name) => ({ name, required: isRequired(name, ask) }));
}

/** `ask`: what the sale asks for. */
export function isRequired(name: OrderField, ask: readonly Asked[] = []): boolean {
  if (name === "phone") return ask.includes("phone");
  return isPart(name) ? ask.includes("address") : ORDER_FIELDS[name].required;
}

/** The parts as they stand on a letter; undefined if there are none. */
export function addressOf(parts: Partial<Record<OrderField, string>>): string | undefined {
  const town = [parts.postcode, parts.city].filter(Boolean).join(" ");
  return [parts.street, town, parts.country].filter(Boolean).join("\n") || undefined;
}

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
export function fieldProblem(
  field: OrderField,
  text: string,
  required: boolean = ORDER_FIELDS[field].required,
): FieldProblem | undefined {
  const { max, lines } = ORDER_FIELDS[field];
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

/** Hidden fields that tell where the visit came from, and the part of a `Visit` that each one is. */
export const VISIT_FIELDS = {
  utm_source: "source",
  utm_medium: "medium",
  utm_campaign: "campaign",
  utm_term: "term",
  utm_content: "content",
  referrer: "referrer",
} as const satisfies Record<string, keyof Visit>;
