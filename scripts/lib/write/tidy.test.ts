import { expect, it } from "vitest";
import { tidyAmount, tidyCurrency, tidyLink } from "./tidy.ts";

it.each([
  ["holzwerk.shop/terms", "https://holzwerk.shop/terms"],
  ["www.holzwerk.shop", "https://www.holzwerk.shop"],
  ["bücher.example/a?b=1#c", "https://bücher.example/a?b=1#c"],
  ["orders@holzwerk.shop", "mailto:orders@holzwerk.shop"],
  ["https://holzwerk.shop", "https://holzwerk.shop"],
  ["mailto:a@b.example", "mailto:a@b.example"],
  ["/terms", "/terms"],
  ["http://holzwerk.shop", "http://holzwerk.shop"],
  ["terms", "terms"],
  ["terms.html", "terms.html"],
  ["me@x", "me@x"],
  ["see our shop.example", "see our shop.example"],
])("the link %s is %s", (text, link) => {
  expect(tidyLink(text)).toBe(link);
});

it.each([
  ["eur", "EUR"],
  ["€", "EUR"],
  ["Euro", "EUR"],
  ["euros", "EUR"],
  ["US dollars", "USD"],
  ["Schweizer Franken", "CHF"],
  ["$", "$"],
  ["Dollar", "DOLLAR"],
  ["euroes", "EUROES"],
])("the currency %s is %s", (text, code) => {
  expect(tidyCurrency(text)).toBe(code);
});

it.each([
  ["29 Euro", "EUR", "29"],
  ["29Euro", "EUR", "29"],
  ["€29", "EUR", "29"],
  ["€ 29,90", "EUR", "29,90"],
  ["EUR 1.250,00", "EUR", "1.250,00"],
  ["1 250 euros", "EUR", "1 250"],
  ["¥1,980", "JPY", "1,980"],
  ["29", "EUR", "29"],
  ["29 Euro", "USD", "29 Euro"],
  ["$29", "USD", "$29"],
  ["€29 Euro", "EUR", "€29 Euro"],
  ["29 for two", "EUR", "29 for two"],
  ["cheap", "EUR", "cheap"],
  ["-5 Euro", "EUR", "-5"],
  ["29 Euro", "NOPE", "29 Euro"],
])("the amount %s in %s is %s", (text, currency, amount) => {
  expect(tidyAmount(text, currency)).toBe(amount);
});
