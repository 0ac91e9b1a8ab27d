import { expect, it } from "vitest";
import { readAmount, readCount } from "./amounts.ts";

it.each([
  ["50", 50],
  ["0", 0],
  ["050", 50],
  ["1,000", 1000],
  ["1.000", 1000],
  ["1 000", 1000],
  ["1\u202f000", 1000],
  ["1'000", 1000],
  ["1_000_000", 1_000_000],
  ["1.000.000", 1_000_000],
  ["٥٠", 50],
  ["１２", 12],
  ["-5", -5],
  ["1,00", undefined],
  ["1.5", undefined],
  ["50,0", undefined],
  ["1,0000", undefined],
  ["1,000.000", undefined],
  ["10,00,000", undefined],
  ["1e3", undefined],
  ["0x10", undefined],
  ["+5", undefined],
  ["5 units", undefined],
  ["", undefined],
])("the count %j is %j", (text, count) => expect(readCount(text)).toBe(count));

const CASES: [text: string, currency: string, expected: string | RegExp][] = [
  ["19.90", "EUR", "19.90"],
  ["19,90", "EUR", "19.90"],
  ["019,90", "EUR", "19.90"],
  ["1200", "EUR", "1200"],
  ["0,5", "EUR", "0.5"],
  ["1,250", "EUR", /must be clear: write 1250 without a separator, or at most 2 decimals/],
  ["1.250", "EUR", /must be clear: write 1250 without a separator, or at most 2 decimals/],
  ["1,250.00", "EUR", "1250.00"],
  ["1.250,00", "EUR", "1250.00"],
  ["1 250,00", "EUR", "1250.00"],
  ["1'250.50", "CHF", "1250.50"],
  ["1,250,000", "EUR", "1250000"],
  ["1.250.000,5", "EUR", "1250000.5"],
  ["1,980", "JPY", "1980"],
  ["１,９８０", "JPY", "1980"],
  ["1980.5", "JPY", /must have no decimals, as JPY has/],
  ["1,250", "KWD", /must be clear: write 1250 without a separator, or 1\.250 with a point/],
  ["1.250", "KWD", "1.250"],
  ["0,250", "KWD", "0.250"],
  ["12,5", "KWD", "12.5"],
  ["1,250.125", "KWD", "1250.125"],
  ["١٬٢٥٠٫٥", "KWD", "1250.5"],
  ["19.9999", "EUR", /must have at most 2 decimals, as EUR has/],
  ["1234,567", "EUR", /must have at most 2 decimals/],
  ["0.505", "EUR", /must have at most 2 decimals/],
  ["1,25,000", "EUR", /must be a number, like 19\.9/],
  ["1.250.00", "EUR", /must be a number/],
  ["1,250,00", "EUR", /must be a number/],
  ["cheap", "EUR", /must be a number/],
  ["-5", "EUR", /must be a number/],
  ["1e3", "EUR", /must be a number/],
  ["", "EUR", /must be a number/],
];
it.each(CASES)("the amount %j in %s", (text, currency, expected) => {
  const amount = readAmount(text, currency);
  if (typeof expected === "string") expect(amount).toEqual({ ok: true, written: expected });
  else expect(amount).toEqual({ ok: false, problem: expect.stringMatching(expected) });
});
