/** What must hold for whatever comes in: it is kept exactly as it is meant, or refused by its name. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { type ExportedOrder, ORDER_FIELDS, type OrderField } from "../../edge/contract.ts";
import { checkForm, parseForm } from "../../edge/http/form.ts";
import { readAmount, readCount } from "../../scripts/lib/amounts.ts";
import { DELIMITERS, formatter } from "../../scripts/lib/operate/order-format.ts";
import { problemOf } from "../../scripts/lib/write/answers.ts";
import { completed } from "../../scripts/lib/write/flags.ts";
import { saleText } from "../../scripts/lib/write/sale-text.ts";
import { decimalsOf } from "../../site/build/money.ts";
import { readSaleFiles } from "../../site/build/sale-files.ts";
import { calendarOf } from "../../site/calendar.ts";
import { embeddedJson } from "../../site/embed.ts";
import { parseCsv } from "../support/csv.ts";
import { currency, oddAmount, oddCount, oddForm, oddText } from "./odd.ts";

// ── A sale's file ───────────────────────────────────────────────────────────────────────────

const RIGHT = {
  ...{ title: "Lamp", tagline: "Daylight", image: "./lamp.jpg", imageAlt: "A lamp", price: "49" },
  ...{ currency: "EUR", stock: "50", startsAt: "2026-12-12T10:00:00+01:00" },
  ...{ endsAt: "2026-12-12T12:00:00+01:00", shipping: "Free", payment: "Invoice" },
  ...{ seller: "Lamps Ltd", terms: "/terms", privacy: "/privacy", imprint: "/imprint" },
  contact: "mailto:a@b.example",
};
const TEXTS = ["title", "tagline", "imageAlt", "shipping", "payment", "seller"] as const;

/** The file's only sale, or the keys that are refused. */
async function readText(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "inputs-"));
  try {
    writeFileSync(join(folder, "lamp.jpg"), "");
    writeFileSync(join(folder, "lamp.md"), text);
    const { files, problems } = await readSaleFiles(folder, folder);
    return { data: files[0]?.content.data as Record<string, unknown> | undefined, problems };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const fileWith = (changes: Record<string, string>) => {
  const lines = Object.entries({ ...RIGHT, ...changes }).map(([key, value]) => `${key}: ${value}`);
  return `---\n${lines.join("\n")}\n---\n\nWords.\n`;
};

/** Quotes keep everything; without them, YAML decides, and nothing may get lost on the way. */
const inFile = fc.asyncProperty(
  fc.constantFrom(...TEXTS),
  oddText,
  fc.constantFrom("double", "single", "plain"),
  async (key, text, style) => {
    fc.pre(style === "plain" ? isPlainText(text) : !/[\n\r]/.test(text) || style === "double");
    const single = `'${text.replaceAll("'", "''")}'`;
    const written = { double: JSON.stringify(text), single, plain: text }[style];
    const { data, problems } = await readText(fileWith({ [key]: written }));
    if (data) expect(data[key]).toBe(text.trim());
    else
      for (const { text: problem, line } of problems)
        expect(problem + line).toMatch(/\w \w.*\d|it must|quote/);
    // Between quotes everything is text: the same rules as for a flag.
    if (style === "double" && text.isWellFormed() && !text.includes("%%")) {
      expect(data === undefined).toBe(problemOf(key, text) !== undefined);
    }
  },
);

/** What people mean as a plain text: one line, without quotes around it or a comment behind it. */
const isPlainText = (text: string) =>
  !/[\n\r]/.test(text) && !/^\s*["']/.test(text) && !/(?:^|\s)#(?:\s|$)/.test(text);

/** `new` writes what the build reads as the same. */
const byFlags = fc.asyncProperty(
  fc.record({
    texts: fc.tuple(oddText, oddText, oddText, oddText, oddText, oddText),
    currency,
    oddAmount,
    oddCount,
  }),
  async ({ texts, currency, oddAmount, oddCount }) => {
    const allowed = texts.map((text, index) =>
      problemOf(TEXTS[index] ?? "title", text) === undefined ? text.trim() : "Words",
    );
    const [title = "", tagline = "", alt = "", shipping = "", payment = "", seller = ""] = allowed;
    const amount = readAmount(oddAmount.text, currency);
    const isPrice = amount.ok && problemOf("price", Number(amount.written)) === undefined;
    const stock = readCount(oddCount.text);
    const isStock = problemOf("stock", stock) === undefined;
    const draft = {
      ...{ title, tagline, alt, shipping, payment, seller, currency, name: "lamp" },
      ...{ price: isPrice ? oddAmount.text : "1", stock: isStock ? oddCount.text : "1" },
      ...{ zone: "Europe/Berlin", start: "2026-12-12 10:00", end: "2h" },
      ...{ terms: "/t", privacy: "/p", imprint: "/i", contact: "mailto:a@b.example" },
    };
    const { data, problems } = await readText(saleText(completed(draft), "lamp.jpg", false, {}));
    // Of all that flags let pass, only this is the build's own.
    if (problems.some(({ text }) => text.includes("reserved for the build"))) return;
    expect(problems).toEqual([]);
    expect(data).toMatchObject({ title, tagline, imageAlt: alt, shipping, payment, seller });
    if (isPrice) expect(data?.price).toBe(meant(oddAmount, currency));
    if (isStock) expect(data?.stock).toBe(oddCount.value);
    inCalendar(title, tagline);
  },
);

/** Without decimals, a separator stands between thousands; in dinars, a point stands before decimals. */
function meant({ text, value }: { text: string; value: number }, currency: string) {
  const digits = Number(text.replace(/\D/g, ""));
  if (decimalsOf(currency) === 0) return digits;
  return currency === "KWD" && /^\d{1,3}\.\d{3}$/.test(text) ? digits / 1000 : value;
}

function inCalendar(title: string, tagline: string): void {
  const facts = { startsAt: "20261212T090000Z", endsAt: "20261212T110000Z", sequence: "7" };
  const url = new URL("https://sale.example/sales/lamp");
  const text = calendarOf({ slug: "lamp", title, tagline, lang: "en", url, ...facts });
  const value = calendarLines(text);
  expect([value("SUMMARY"), value("DESCRIPTION")]).toEqual([title, tagline]);
  expect([value("DTSTART"), value("SEQUENCE")]).toEqual([facts.startsAt, facts.sequence]);
  expect(JSON.parse(embeddedJson({ title }))).toEqual({ title });
}

/** Looks a property of the only event up, as it was before it was escaped and folded. */
export function calendarLines(text: string): (name: string) => string {
  const unfolded = text.replace(/\r\n[ \t]/g, "");
  // The reminder has a description of its own.
  const lines = unfolded.replace(/BEGIN:VALARM.*END:VALARM/s, "").split("\r\n");
  return (name) => {
    const found = lines.filter((line) => line.startsWith(`${name}:`));
    expect(found).toHaveLength(1);
    return (found[0] ?? "").slice(name.length + 1).replace(/\\([\\;,])/g, "$1");
  };
}

// ── Numbers ─────────────────────────────────────────────────────────────────────────────────

const asAmount = fc.property(oddAmount, currency, (written, code) => {
  const amount = readAmount(written.text, code);
  if (amount.ok) expect(Number(amount.written)).toBe(meant(written, code));
  else expect(amount.problem).toMatch(/^must /);
});

const asCount = fc.property(oddCount, ({ text, value }) => {
  expect(readCount(text)).toBe(value);
});

// ── The order form ──────────────────────────────────────────────────────────────────────────

const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

/** As it is stored: trimmed, every line break alike, without marks that turn directions around. */
function stored(field: OrderField, text: string): string {
  const trimmed = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").trim();
  return ORDER_FIELDS[field].lines
    ? trimmed.replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, "\n")
    : trimmed;
}

/** From JSON as from a form; and then to the operator, by NDJSON and CSV. */
const inOrders = fc.property(
  oddForm,
  fc.constantFrom(...Object.values(DELIMITERS)),
  (form, delimiter) => {
    const json = checkForm(parseForm(bytes(JSON.stringify(form)), true) ?? {});
    if (Object.values(form).every((text) => text.isWellFormed())) {
      const encoded = checkForm(parseForm(bytes(String(new URLSearchParams(form))), false) ?? {});
      expect(encoded).toEqual(json);
    }
    if (!json.ok) {
      expect(Object.keys(json.problems)).not.toEqual([]);
      return;
    }
    for (const field of Object.keys(form) as (keyof typeof form)[]) {
      const kept = json.form[field];
      if (kept !== undefined) expect(kept).toBe(stored(field, form[field]));
      // What is left out has nothing in it that anybody could see.
      else
        expect(form[field]).toMatch(/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u0085]*$/u);
    }
    const { visit: _, ...typed } = json.form;
    exported(typed, delimiter);
  },
);

function exported(form: Record<string, string>, delimiter: "," | ";" | "\t"): void {
  const delivery = { state: "kept", attempts: 0 } as const;
  const order: ExportedOrder = {
    seq: 1,
    orderId: "7QX2M8KD4RTA9WCE",
    placedAt: 0,
    ...form,
    delivery,
  };
  const common = { sale: "lamp", delimiter, bom: false };
  const lines = formatter({ format: "ndjson", ...common }).batch([{ gate: 0, order }]);
  expect(JSON.parse(lines)).toEqual({ sale: "lamp", gate: 0, ...order });
  const { head, batch } = formatter({ format: "csv", ...common });
  const csv = head + batch([{ gate: 0, order }]);
  const [names = [], cells = [], ...more] = parseCsv(csv, delimiter);
  expect(more).toEqual([]);
  for (const [field, text] of Object.entries(form)) {
    const cell = cells[names.indexOf(field)] ?? "";
    // Apostrophes are all that is ever added.
    expect(cell.replaceAll("'", "")).toBe(text.replaceAll("'", ""));
    if (/^(?!true$|false$)[\p{L} ]*$/iu.test(text)) expect(cell).toBe(text);
  }
  for (const other of Object.values(DELIMITERS)) noFormula(csv, other);
}

/** Whatever delimiter a spreadsheet takes it for: no cell begins as a formula does. */
function noFormula(csv: string, delimiter: string): void {
  for (const cell of parseCsv(csv, delimiter).flat())
    expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
}

/** Each holds for so many runs, or throws with the smallest example that it does not hold for. */
export const PROPERTIES: Record<string, (numRuns: number) => void | Promise<void>> = {
  "a text in a sale's file": (numRuns) => fc.assert(inFile, { numRuns }),
  "what new is told": (numRuns) => fc.assert(byFlags, { numRuns }),
  "an amount": (numRuns) => fc.assert(asAmount, { numRuns }),
  "a count": (numRuns) => fc.assert(asCount, { numRuns }),
  "an order, from the form to the export": (numRuns) => fc.assert(inOrders, { numRuns }),
};
