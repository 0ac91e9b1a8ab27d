/** Reads a submitted order form and checks it field by field. */
import {
  type FieldProblem,
  ORDER_FIELDS,
  type OrderField,
  VISIT_FIELDS,
  VISIT_MAX,
  type Visit,
} from "../contract.ts";
import type { OrderForm } from "../gate/messages.ts";

export type Values = Partial<Record<OrderField, string>>;
export type Problems = Partial<Record<OrderField, FieldProblem>>;

const FIELDS = Object.keys(ORDER_FIELDS) as OrderField[];

/**
 * WHATWG's pattern for `input type=email`, so that the Worker and the browser agree, except that the host
 * needs a dot: nobody delivers to `name@localhost`.
 */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+$/i;

/**
 * Marks that turn the direction of text around (Unicode TR9, 2.1–2.4). Phones copy them along with a
 * number, so they are taken out rather than refused; left in, they would show the merchant something
 * else than was sent.
 */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;

const MANY_LINES: OrderField[] = ["address", "note"];

/** The texts in JSON answers; pages have their own. */
export const PROBLEM_TEXT: Record<FieldProblem, (field: OrderField) => string> = {
  required: () => "must be filled in",
  too_long: (field) => `must be at most ${ORDER_FIELDS[field].max} characters`,
  malformed: (field) =>
    field === "email"
      ? "must be an e-mail address, like name@example.com"
      : "must be text without control characters" +
        (MANY_LINES.includes(field) ? "" : " or line breaks"),
};

/** Undefined if the bytes are not UTF-8, or `json` is set and they are not a JSON object. */
export function parseForm(bytes: ArrayBuffer, json: boolean): Record<string, unknown> | undefined {
  const text = decode(bytes);
  if (text === undefined) return undefined;
  if (!json) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Checks every field. Unknown fields are ignored, as in any HTML form. */
export function checkForm(
  sent: Record<string, unknown>,
): { ok: true; form: OrderForm } | { ok: false; values: Values; problems: Problems } {
  const values: Values = {};
  const problems: Problems = {};
  for (const field of FIELDS) {
    const value = sent[field] ?? "";
    const text = typeof value === "string" ? value.replace(DIRECTIONS, "").trim() : "";
    if (text !== "") values[field] = text;
    const problem = typeof value === "string" ? check(field, text) : "malformed";
    if (problem) problems[field] = problem;
  }
  const { name, email } = values;
  if (Object.keys(problems).length > 0 || name === undefined || email === undefined) {
    return { ok: false, values, problems };
  }
  const visit = visitOf(sent);
  return { ok: true, form: { ...values, name, email, ...(visit && { visit }) } };
}

/** What is odd here is left out, since no shopper has typed it. */
function visitOf(sent: Record<string, unknown>): Visit | undefined {
  const visit: Visit = {};
  for (const [field, part] of Object.entries(VISIT_FIELDS)) {
    const value = sent[field];
    const text = typeof value === "string" ? value.replace(DIRECTIONS, "").trim() : "";
    const kept = part === "referrer" ? originOf(text) : text;
    if (kept && isReadable(kept) && !/\s{2}|[\r\n\t]/.test(kept)) {
      visit[part] = [...kept].slice(0, VISIT_MAX).join("");
    }
  }
  return Object.keys(visit).length > 0 ? visit : undefined;
}

/** The rest of a referrer's address may say who somebody is. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? origin : undefined;
}

function check(field: OrderField, text: string): FieldProblem | undefined {
  const { max, required } = ORDER_FIELDS[field];
  if (text === "") return required ? "required" : undefined;
  if ([...text].length > max) return "too_long";
  if (field === "email" && !EMAIL.test(text)) return "malformed";
  // A line break in a name is a line break in somebody's mail header.
  const readable =
    isReadable(text) && (MANY_LINES.includes(field) || !/[\r\n\t\u2028\u2029]/.test(text));
  return readable ? undefined : "malformed";
}

/**
 * U+FFFD is what bytes that are not UTF-8 have become. Control characters have no place in an address,
 * and those above ASCII (C1) steer a terminal as well as those below.
 */
function isReadable(text: string): boolean {
  return !/[^\P{Cc}\t\n\r]|\ufffd/u.test(text) && text.isWellFormed();
}

function decode(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
