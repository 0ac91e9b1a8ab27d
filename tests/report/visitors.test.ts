import { expect, it } from "vitest";
import {
  conversionOf,
  inLines,
  percent,
  sourceOf,
  sourcesOf,
} from "../../scripts/lib/report/visitors.ts";

it.each([
  [{ source: "Newsletter ", referrer: "https://mail.example" }, "newsletter"],
  [{ referrer: "https://www.news.example" }, "news.example"],
  [{ campaign: "spring" }, "not known"],
  [{ referrer: "nonsense" }, "not known"],
  [{ source: "ada@example.com" }, "others"],
  [undefined, "not known"],
])("calls the visit %j %j", (visit, source) => {
  expect(sourceOf(visit)).toBe(source);
});

it("puts what few came through together, so that nobody can be recognized", () => {
  const counts = { newsletter: 9, "for-ada": 1, "for-bob": 2, "not known": 1, others: 1, ad: 3 };
  expect(sourcesOf(new Map(Object.entries(counts)))).toEqual([
    { source: "newsletter", orders: 9 },
    { source: "ad", orders: 3 },
    { source: "not known", orders: 1 },
    { source: "others", orders: 4 },
  ]);
  expect(sourcesOf(new Map())).toEqual([]);
});

it("shows the twelve largest of many sources", () => {
  const many = new Map(Array.from({ length: 40 }, (_, index) => [`site-${index}`, 100 - index]));
  const sources = sourcesOf(many);
  expect(sources).toHaveLength(13);
  const sum = (all: Iterable<number>) => [...all].reduce((total, one) => total + one, 0);
  expect(sum(sources.map(({ orders }) => orders))).toBe(sum(many.values()));
});

it("tells no conversion that cannot be", () => {
  expect(conversionOf(400, 10)).toBe(0.025);
  expect(conversionOf(0, 10)).toBeUndefined();
  // Programs that keep no cookies, or counts that got lost.
  expect(conversionOf(9, 10)).toBeUndefined();
  expect(percent(0.0251)).toBe("2.5 %");
  expect(percent(1 / 5_000)).toBe("0.02 %");
});

it("says in a line what it knows, and no more", () => {
  const none = { visitors: 0, orders: 0, paid: 0, awaiting: 0, cancelled: 0, sources: [] };
  expect(inLines(none as never)).toEqual(["no visitors counted", "0 orders"]);
  const sources = [{ source: "newsletter", orders: 3 }];
  const some = { visitors: 200, conversion: 0.015, orders: 3, paid: 2, cancelled: 1, sources };
  expect(inLines(some as never)).toEqual([
    "at least 200 visitors",
    "3 orders, at most 1.5 % of them: 2 paid, 1 cancelled",
    "from newsletter 3",
  ]);
});
