import examples from "libphonenumber-js/examples.mobile.json";
import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/min";
import { describe, expect, it } from "vitest";
import { normalContact } from "./contacts.ts";

/** Every way to write one contact, and others that are not it. */
function same(field: "email" | "phone" | "address", country: string | undefined, ways: string[]) {
  const [first = "", ...others] = ways.map((way) => normalContact(field, way, country));
  expect(first).not.toBe("");
  for (const other of others) expect(other).toBe(first);
  return first;
}

describe("one e-mail address", () => {
  it("is one in any case, with any tag, and as its provider reads it", () => {
    same("email", undefined, [
      "Ada@Example.com",
      "ada@example.COM",
      "ada+1@example.com",
      "ada+a+b@example.com",
    ]);
    same("email", undefined, [
      "ada.lovelace@gmail.com",
      "adalovelace@gmail.com",
      "a.d.a.lovelace+lamp@googlemail.com",
    ]);
    same("email", undefined, ["ada-l@proton.me", "ada.l@protonmail.com", "adal@pm.me"]);
    same("email", undefined, ["ada@me.com", "ada@icloud.com"]);
    same("email", undefined, [
      "ada@bücher.example",
      "ada@xn--bcher-kva.example",
      "ada@BÜCHER.example",
    ]);
  });

  it("is another one at another provider, or where dots count", () => {
    const different = ["a.b@example.com", "ab@example.com", "a.b@gmail.com", "ab@outlook.com"];
    const normal = different.map((text) => normalContact("email", text));
    expect(new Set(normal).size).toBe(different.length);
  });

  it("is none without a name", () => {
    expect(normalContact("email", "+tag@example.com")).toBe("");
    expect(normalContact("email", "...@gmail.com")).toBe("");
    expect(normalContact("email", "")).toBe("");
  });
});

describe("one phone number", () => {
  it("is E.164 however it is written, in the sale's country without +", () => {
    const number = same("phone", "DE", [
      "0151 2345-6789",
      "+49 (0)151 23456789",
      "0049 151 23456789",
    ]);
    expect(number).toBe("+4915123456789");
    expect(same("phone", "US", ["(415) 555-2671", "1 415 555 2671", "+14155552671"])).toBe(
      "+14155552671",
    );
    expect(same("phone", "CN", ["139 1234 5678", "+86 13912345678"])).toBe("+8613912345678");
  });

  it("is none when no phone can have it", () => {
    for (const text of ["", "12", "call me", "+999 1234567", "+49 1"]) {
      expect(normalContact("phone", text, "DE"), text).toBe("");
    }
    expect(normalContact("phone", "0151 23456789")).toBe("");
  });

  it("is what libphonenumber says of an example in every country but one", () => {
    const others: string[] = [];
    for (const [country, national] of Object.entries(examples)) {
      const whole = parsePhoneNumber(national, country as CountryCode);
      for (const text of [
        national,
        whole?.formatNational() ?? "",
        whole?.formatInternational() ?? "",
      ]) {
        if (normalContact("phone", text, country) !== whole?.number)
          others.push(`${country} ${text}`);
      }
    }
    // Argentina dials a 15 inside a mobile number at home and a 9 before it from abroad.
    expect(others).toEqual(["AR 011 15-2345-6789"]);
  });
});

describe("one address", () => {
  it("is one in any case, with any accents, punctuation and lines", () => {
    same("address", undefined, [
      "12 Café Street\nFlat 3, Vienna",
      "12 CAFE STREET, flat 3 – Vienna.",
      "12  Cafe\u0301 Street Flat 3 Vienna",
    ]);
    same("address", undefined, ["Hauptstraße 1", "hauptstrasse 1"]);
    same("address", undefined, ["北京市朝阳区 1号", "北京市朝阳区　1号"]);
  });

  it("stays another one where somebody else may live", () => {
    const different = ["12 Main St", "12 Main Street", "12a Main St", "1 2 Main St", "2 Main St 1"];
    expect(new Set(different.map((text) => normalContact("address", text))).size).toBe(5);
    expect(normalContact("address", "–…!")).toBe("");
  });
});
