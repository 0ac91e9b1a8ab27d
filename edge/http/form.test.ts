import { describe, expect, it } from "vitest";
import { type FieldProblem, fieldsFor, ORDER_FIELDS, type OrderField } from "../contract.ts";
import { checkForm, parseForm } from "./form.ts";

const RIGHT = { name: "Ada Lovelace", email: "ada@example.com" };
const encode = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

/** What becomes of one field, sent as JSON and as a form: its value, or what is wrong with it. */
function read(field: OrderField, value: string): { json: unknown; form: unknown } {
  const sent = { ...RIGHT, [field]: value };
  return {
    json: judged(field, parseForm(encode(JSON.stringify(sent)), true)),
    form: judged(field, parseForm(encode(String(new URLSearchParams(sent))), false)),
  };
}

function judged(field: OrderField, sent: Record<string, unknown> | undefined): unknown {
  const checked = checkForm(sent ?? {});
  if (checked.ok) return { is: checked.form[field] };
  expect(Object.keys(checked.problems)).toEqual([field]);
  return checked.problems[field];
}

/** For what is stored just as it was sent. */
const AS_SENT = Symbol("as sent");
const ten = "x\r\n".repeat(10);
const local = "a".repeat(64);
const long = `${local}@${Array.from({ length: 3 }, () => "b".repeat(60)).join(".")}.example`;

describe("what may come in is kept as meant", () => {
  const kept: [
    what: string,
    field: OrderField,
    sent: string,
    stored: string | undefined | symbol,
  ][] = [
    ["spaces around it", "name", " \tAda \u00a0\n", "Ada"],
    ["any script", "name", "王芳 محمد Zoë", "王芳 محمد Zoë"],
    ["signs that mean something elsewhere", "name", `<b>"O'Neil" & \u0024{x} %00 {{y}}`, AS_SENT],
    ["an emoji of seven code points", "name", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
    ["a direction mark within", "name", "Ada\u200f Lovelace", "Ada\u200f Lovelace"],
    ["as many emoji as characters fit", "name", "🏮".repeat(100), "🏮".repeat(100)],
    ["a plus and leading zeros", "phone", "+0049 030 1234", "+0049 030 1234"],
    ["what phones copy along with a number", "phone", "\u202d030 1234\u202c", "030 1234"],
    ["nothing", "phone", "", undefined],
    ["nothing to see where nothing is required", "note", "\u200b \u2060", undefined],
    ["lines as a browser sends them", "address", "Lane 1\r\nTown", "Lane 1\nTown"],
    ["lines as word processors do", "address", "a\vb\u2028c\u2029d\u0085e\rf", "a\nb\nc\nd\ne\nf"],
    ["a tab in a text of lines", "note", "a\tb", "a\tb"],
    ["500 characters of which ten are line breaks", "note", `${ten}${"y".repeat(480)}`, AS_SENT],
    ["the longest address", "email", long.slice(-254), AS_SENT],
    ["an umlaut domain as typed", "email", "ada@bücher.example", "ada@bücher.example"],
    ["… decomposed", "email", "ada@bu\u0308cher.example", "ada@bu\u0308cher.example"],
    ["… as Chromium sends it", "email", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
    ["a domain of another script", "email", "ada@例え.テスト", "ada@例え.テスト"],
    ["capitals", "email", "Ada@EXAMPLE.com", "Ada@EXAMPLE.com"],
    ["a tag", "email", "ada+lamp@example.com", "ada+lamp@example.com"],
  ];
  it.each(kept)("%s, in %s", (_, field, sent, stored) => {
    const is = stored === AS_SENT ? sent.replaceAll("\r\n", "\n") : stored;
    expect(read(field, sent)).toEqual({ json: { is }, form: { is } });
  });
});

describe("what cannot be kept is refused by its field's name", () => {
  const refused: [what: string, field: OrderField, sent: string, problem: FieldProblem][] = [
    ["nothing", "name", "", "required"],
    ["a space", "name", " ", "required"],
    ["a zero-width space", "name", "\u200b", "required"],
    ["a filler", "name", "\u3164", "required"],
    ["a blank of Braille, and marks", "name", "\u2800\u200e\u2060\ufeff", "required"],
    ["one character too many", "name", "🏮".repeat(101), "too_long"],
    ["a line break too many", "note", `${ten}${"y".repeat(481)}`, "too_long"],
    ...["\n", "\r", "\t", "\v", "\0", "\u0085", "\u2028", "\u2029", "\u009f", "\ufffd"].map(
      (sign): [string, OrderField, string, FieldProblem] => [
        `U+${sign.charCodeAt(0).toString(16)} within a line`,
        "name",
        `a${sign}b`,
        "malformed",
      ],
    ),
    ["a control character in a text of lines", "note", "a\u0007b", "malformed"],
    ["a name on this machine", "email", "ada@localhost", "malformed"],
    ["two addresses", "email", "a@example.com, b@example.com", "malformed"],
    ["a name beside the address", "email", "Ada <ada@example.com>", "malformed"],
    ["umlauts before the @", "email", "jörg@example.com", "malformed"],
    ["full-width letters", "email", "ada@ｅｘａｍｐｌｅ.com", "malformed"],
    ["an ideographic full stop", "email", "ada@例え。テスト", "malformed"],
    ["a path", "email", "ada@bücher.example/x", "malformed"],
    ["an encoded sign", "email", "ada@b%C3%BCcher.example", "malformed"],
    ["a domain that no registry has", "email", "ada@bü..example", "malformed"],
  ];
  it.each(refused)("%s, in %s", (_, field, sent, problem) => {
    expect(read(field, sent)).toEqual({ json: problem, form: problem });
  });

  it.each([7, true, ["Ada"], { first: "Ada" }, "\ud800"])("%j in JSON", (name) => {
    expect(judged("name", { ...RIGHT, name })).toBe("malformed");
  });

  it("a field that is sent twice", () => {
    const sent = parseForm(encode("name=Ada&email=a%40b.example&name=Bob"), false);
    expect(judged("name", sent)).toBe("malformed");
  });

  it.each([
    ["bytes that are not UTF-8", new Uint8Array([0x6e, 0x3d, 0xff]).buffer, false],
    ["half of a JSON object", encode("{"), true],
    ["a list", encode("[]"), true],
    ["null", encode("null"), true],
  ])("the whole body: %s", (_, bytes, json) => expect(parseForm(bytes, json)).toBeUndefined());
});

it("ignores what no field is called, also by names that every object has", () => {
  const text = '{"name":"Ada","email":"a@b.example","__proto__":{"note":"x"},"constructor":1}';
  const checked = checkForm(parseForm(encode(text), true) ?? {});
  expect(checked).toEqual({ ok: true, form: { name: "Ada", email: "a@b.example" } });
});

it("knows every field that the form has", () => {
  for (const field of Object.keys(ORDER_FIELDS) as OrderField[]) {
    expect(read(field, "a\0b"), field).toEqual({ json: "malformed", form: "malformed" });
  }
});

describe("a sale that asks for an address and a phone number", () => {
  const ask = ["address", "phone"] as const;
  const parts = {
    street: "Lange Straße 7",
    postcode: "01067",
    city: "Dresden",
    country: "Germany",
  };
  const phone = "+49 351 1234";
  const problems = (sent: object) => {
    const checked = checkForm({ ...RIGHT, ...sent }, ask);
    return checked.ok ? {} : checked.problems;
  };

  it("gets both, the address in its parts and in one piece", () => {
    const checked = checkForm({ ...RIGHT, phone, ...parts, address: "" }, ask);
    const address = "Lange Straße 7\n01067 Dresden\nGermany";
    expect(checked).toEqual({ ok: true, form: { ...RIGHT, phone, ...parts, address } });
  });

  it("takes an address in one piece from a program", () => {
    const checked = checkForm({ ...RIGHT, phone, address: "Lane 1\nTown" }, ask);
    expect(checked).toEqual({ ok: true, form: { ...RIGHT, phone, address: "Lane 1\nTown" } });
  });

  it("refuses what is missing by its field's name", () => {
    const all = { phone: "required", street: "required", postcode: "required" };
    expect(problems({})).toEqual({ ...all, city: "required", country: "required" });
    expect(problems({ ...parts, phone, city: " " })).toEqual({ city: "required" });
    expect(problems({ address: "Lane 1" })).toEqual({ phone: "required" });
    expect(problems({ ...parts, phone, postcode: "1".repeat(21) })).toEqual({
      postcode: "too_long",
    });
  });

  it("shows the parts in place of the address, and asks for neither otherwise", () => {
    const names = (...asked: Parameters<typeof fieldsFor>) =>
      fieldsFor(...asked).map(({ name, required }) => (required ? `${name}!` : name));
    expect(names()).toEqual(["name!", "email!", "phone", "address", "note"]);
    expect(names(["phone"])).toEqual(["name!", "email!", "phone!", "address", "note"]);
    const whole = [
      "name!",
      "email!",
      "phone!",
      "street!",
      "postcode!",
      "city!",
      "country!",
      "note",
    ];
    expect(names([...ask])).toEqual(whole);
  });
});
