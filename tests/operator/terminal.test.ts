/** What a terminal gets beyond the text: lines that fit, bars, and how fast it sells. */
import { describe, expect, it } from "vitest";
import { bar, details, sparkline } from "../../scripts/lib/operate/details.ts";
import { wrap } from "../../scripts/lib/operate/lines.ts";
import { asText } from "../../scripts/lib/operate/render.ts";
import { History, Screen, screenView } from "../../scripts/lib/operate/views.ts";
import { perSecond } from "../../scripts/lib/words.ts";
import { aStatus, START } from "./a-status.ts";

const moment = { now: START + 303_000, zone: "Europe/Berlin" };
const bare = (_colour: string, text: string) => text;
const red = (_colour: string, text: string) => `\u001B[31m${text}\u001B[39m`;

/** As much as a sale can have to say. */
const talkative = aStatus({
  stock: 1200,
  sold: 345,
  left: 855,
  silent: [3, 7],
  refusals: { full: 123_456, sold_out: 20, slot_expired: 40, paused: 2_000, bad_token: 33 },
  deliveries: {
    waiting: 20,
    delivered: 300,
    undelivered: 2,
    stopped: 1,
    kept: 22,
    failure: { at: START + 291_000, status: 0, error: "timeout" },
  },
});

describe("on a terminal", () => {
  it.each([80, 60, 40])(
    "nothing of a sale is wider than %d columns, and nothing is lost",
    (width) => {
      const text = details(talkative, moment, bare, { width, rates: [0, 12] });
      for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(width);
      const flat = text.replace(/\s+/g, " ");
      expect(flat).toContain("at least 125,549: 123,456 full, 2,000 paused, 40 slot expired,");
      expect(flat).toContain("last failure 12 s ago: no answer (timeout)");
      const list = asText([{ sale: "lamp", status: talkative }], false, moment, bare, { width });
      for (const line of list.split("\n")) expect([...line].length).toBeLessThanOrEqual(width);
      expect(list.replace(/\s+/g, " ")).toContain(
        "20 orders waiting (no answer (timeout)) · 2 orders",
      );
    },
  );

  it("draws what is sold and what is open where there is room; elsewhere there is only text", () => {
    const wide = details(aStatus({ sold: 25, left: 25 }), moment, bare, { width: 80 });
    expect(wide).toMatch(/^ {2}sold {6}██████████░{10} 25 of 50, 25 left$/m);
    expect(wide).toMatch(/^ {2}slots {5}██░{18} 7 of 100 open/m);
    expect(details(aStatus(), moment, bare, { width: 60 })).not.toMatch(/[█░]/);
    expect(details(aStatus(), moment, bare)).not.toMatch(/[█░]/);
  });

  it("tells how fast it sells since the last look, and how that went", () => {
    const rates = [0, 4, 40.2, 12];
    const wide = details(aStatus(), moment, bare, { width: 80, rates });
    expect(wide).toMatch(/^ {2}pace {6}▁▂█▄ {16} 12 orders\/s$/m);
    expect(details(aStatus(), moment, bare, { width: 60, rates })).toMatch(
      /^ {2}pace {6}12 orders/m,
    );
    expect(details(aStatus(), moment, bare, { width: 80, rates: [] })).not.toContain("pace");
  });

  it("watch draws the pace from its second look on", () => {
    const written: string[] = [];
    const onto = { rows: 24, columns: 80, write: (text: string) => written.push(text) };
    const view = screenView(new Screen(onto), true, bare);
    view.show([{ sale: "lamp", status: aStatus() }]);
    expect(written[0]).not.toContain("pace");
    const later = Date.now() + 1;
    while (Date.now() < later);
    view.show([{ sale: "lamp", status: aStatus({ sold: 20 }) }]);
    expect(written[1]).toMatch(/pace {6}█ {20}[\d,]+ orders\/s/);
  });
});

describe("a history", () => {
  const seen = (sold: number) => [{ sale: "lamp", status: aStatus({ sold }) }];

  it("counts orders a second between looks, however far apart they are", () => {
    const history = new History();
    history.see(seen(10), 0);
    expect(history.rates("lamp")).toEqual([]);
    history.see(seen(20), 2_000);
    history.see(seen(20), 3_000);
    history.see(seen(21), 3_500);
    expect(history.rates("lamp")).toEqual([5, 0, 2]);
    expect(history.rates("chair")).toEqual([]);
  });

  it("knows no negative pace, and forgets what is long past", () => {
    const history = new History();
    history.see(seen(10), 0);
    history.see(seen(8), 1_000);
    expect(history.rates("lamp")).toEqual([0]);
    for (let look = 2; look < 100; look++) history.see(seen(10 * look), look * 1_000);
    expect(history.rates("lamp").length).toBeLessThan(50);
    expect(history.rates("lamp").at(-1)).toBe(10);
  });
});

it("a bar is full only when all is sold, and shows the first unit", () => {
  expect(bar(0, 50, 5)).toBe("░░░░░");
  expect(bar(1, 5_000, 5)).toBe("█░░░░");
  expect(bar(4_999, 5_000, 5)).toBe("████░");
  expect(bar(50, 50, 5)).toBe("█████");
  expect(bar(3, 0, 5)).toBe("░░░░░");
  expect(sparkline([])).toBe("");
  expect(sparkline([0, 0])).toBe("▁▁");
});

it("breaks lines between phrases, inside them only where it must, and never counts colours", () => {
  expect(wrap("one, two, three", 9)).toEqual(["one, two,", "three"]);
  expect(wrap("open · 12 of 50 sold · 38 left", 22)).toEqual(["open · 12 of 50 sold", "· 38 left"]);
  expect(wrap("a phrase of many words", 10)).toEqual(["a phrase", "of many", "words"]);
  expect(wrap(red("red", "fits here"), 9)).toEqual([red("red", "fits here")]);
});

it.each([
  [0, "no orders"],
  [0.01, "under 0.1 orders/s"],
  [0.52, "0.5 orders/s"],
  [1240.4, "1,240 orders/s"],
])("%d orders a second are %j", (rate, words) => {
  expect(perSecond(rate)).toBe(words);
});
