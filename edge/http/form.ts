/** The order form as it was sent: read with bounds, then checked field by field. */
import { type FieldProblem, ORDER_FIELDS, type OrderField } from "../contract.ts";
import type { OrderForm } from "../gate/messages.ts";

export type Values = Partial<Record<OrderField, string>>;
export type Problems = Partial<Record<OrderField, FieldProblem>>;

const FIELDS = Object.keys(ORDER_FIELDS) as OrderField[];

/**
 * WHATWG's pattern for `input type=email`, so that the browser and we agree; a dot is asked for in
 * the host, since nobody delivers to `name@localhost`.
 */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+$/i;

const MANY_LINES: OrderField[] = ["address", "note"];

/** What a program is told of a field. */
export const PROBLEM_TEXT: Record<FieldProblem, (field: OrderField) => string> = {
  required: () => "must be filled in",
  too_long: (field) => `must be at most ${ORDER_FIELDS[field].max} characters`,
  malformed: (field) =>
    field === "email"
      ? "must be an e-mail address, like name@example.com"
      : field === "phone"
        ? "must be a phone number, like +49 151 23456789"
        : "must be text without control characters" +
          (MANY_LINES.includes(field) ? "" : " or line breaks"),
};

/** Undefined when the bytes are not UTF-8 or not what their type says. */
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

/** Checks every field; fields that nobody knows are ignored, as in any HTML form. */
export function checkForm(
  sent: Record<string, unknown>,
): { ok: true; form: OrderForm } | { ok: false; values: Values; problems: Problems } {
  const values: Values = {};
  const problems: Problems = {};
  for (const field of FIELDS) {
    const value = sent[field] ?? "";
    const text = typeof value === "string" ? value.trim() : "";
    if (text !== "") values[field] = text;
    const problem = typeof value === "string" ? check(field, text) : "malformed";
    if (problem) problems[field] = problem;
  }
  const { name, email } = values;
  if (Object.keys(problems).length > 0 || name === undefined || email === undefined) {
    return { ok: false, values, problems };
  }
  return { ok: true, form: { ...values, name, email } };
}

function check(field: OrderField, text: string): FieldProblem | undefined {
  const { max, required } = ORDER_FIELDS[field];
  if (text === "") return required ? "required" : undefined;
  if ([...text].length > max) return "too_long";
  if (field === "email" && !EMAIL.test(text)) return "malformed";
  // A line break in a name is a line break in somebody's mail header.
  const readable = isReadable(text) && (MANY_LINES.includes(field) || !/[\r\n\t]/.test(text));
  return readable ? undefined : "malformed";
}

/** U+FFFD is what bytes that are not UTF-8 have become; control characters have no place in an address. */
function isReadable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text) && text.isWellFormed();
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
