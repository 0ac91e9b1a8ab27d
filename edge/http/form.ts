/** Reads a submitted order form and checks it field by field. */
import {
  type Asked,
  addressOf,
  type FieldProblem,
  fieldProblem,
  isRequired,
  ORDER_FIELDS,
  type OrderField,
  type OrderForm,
  typedText,
  VISIT_FIELDS,
  VISIT_MAX,
  type Visit,
} from "../contract.ts";

export type Values = Partial<Record<OrderField, string>>;
export type Problems = Partial<Record<OrderField, FieldProblem>>;

const FIELDS = Object.keys(ORDER_FIELDS) as OrderField[];

/** The texts in JSON answers; pages have their own. */
export const PROBLEM_TEXT: Record<FieldProblem, (field: OrderField) => string> = {
  required: () => "must be filled in",
  too_long: (field) => `must be at most ${ORDER_FIELDS[field].max} characters`,
  malformed: (field) =>
    field === "email"
      ? "must be an e-mail address, like name@example.com"
      : field === "phone"
        ? "must be a phone number, like +49 151 23456789"
        : "must be text, given once, without control characters" +
          (ORDER_FIELDS[field].lines ? "" : " or line breaks"),
};

/** Undefined if the bytes are not UTF-8, or `json` is set and they are not a JSON object. */
export function parseForm(bytes: ArrayBuffer, json: boolean): Record<string, unknown> | undefined {
  const text = decode(bytes);
  if (text === undefined) return undefined;
  if (!json) return fieldsOf(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field that is sent twice becomes a list, which no field may be: nobody knows which was meant. */
function fieldsOf(sent: URLSearchParams): Record<string, unknown> {
  const names = [...new Set(sent.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = sent.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}

/**
 * Checks every field. Unknown fields are ignored, as in any HTML form. `ask`: what the sale asks for. An
 * order has its address in one piece, whether it came in parts, as from the page, or whole.
 */
export function checkForm(
  sent: Record<string, unknown>,
  ask: readonly Asked[] = [],
): { ok: true; form: OrderForm } | { ok: false; values: Values; problems: Problems } {
  const values: Values = {};
  const problems: Problems = {};
  const inParts = sent.address === undefined || sent.address === "";
  const asked = inParts ? ask : ask.filter((one) => one !== "address");
  for (const field of FIELDS) {
    const value = sent[field] ?? "";
    const text = typeof value === "string" ? typedText(field, value) : "";
    if (text !== "") values[field] = text;
    const problem =
      typeof value === "string" ? fieldProblem(field, text, isRequired(field, asked)) : "malformed";
    if (problem) problems[field] = problem;
  }
  const { name, email } = values;
  if (Object.keys(problems).length > 0 || name === undefined || email === undefined) {
    return { ok: false, values, problems };
  }
  const address = values.address ?? addressOf(values);
  const visit = visitOf(sent);
  return {
    ok: true,
    form: { ...values, name, email, ...(address && { address }), ...(visit && { visit }) },
  };
}

/** What is odd here is left out, since no shopper has typed it. */
function visitOf(sent: Record<string, unknown>): Visit | undefined {
  const visit: Visit = {};
  for (const [field, part] of Object.entries(VISIT_FIELDS)) {
    const value = sent[field];
    const text = typeof value === "string" ? value.trim() : "";
    const kept = part === "referrer" ? originOf(text) : text;
    if (kept && fieldProblem("name", kept.slice(0, VISIT_MAX)) === undefined) {
      visit[part] = kept.slice(0, VISIT_MAX);
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
