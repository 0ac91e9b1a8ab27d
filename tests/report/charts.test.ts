import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barChart } from "../../scripts/lib/html/bar-chart.ts";
import { type Point, sample, thin, tickLabels } from "../../scripts/lib/html/chart.ts";
import { lineChart } from "../../scripts/lib/html/line-chart.ts";

const HOSTILE = `<script>alert("1")</script> & 'co'`;
const ESCAPED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;";

const line = (points: Point[], more = {}) =>
  `${lineChart({ title: "T", series: [{ name: "a", points }], xLabel: "s", yLabel: "n", ...more })}`;
/** The drawing for wide pages. */
const wide = (chart: string) => /<svg class="wide".*?<\/svg>/s.exec(chart)?.[0] ?? "";
const path = (chart: string) => / class="line s0 d0" d="([^"]*)"/.exec(wide(chart))?.[1] ?? "";
/** Corners of a path of straight lines. */
const corners = (d: string) =>
  d
    .slice(1)
    .split("L")
    .map((corner) => corner.split(",").map(Number) as Point);
const cells = (chart: string) =>
  [...chart.matchAll(/<tr>(?!<th)(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell),
  );

describe("a line chart", () => {
  it("places its points in proportion, zero at the bottom", () => {
    const [first, middle, last] = corners(
      path(
        line([
          [0, 0],
          [5, 50],
          [10, 100],
        ]),
      ),
    );
    expect(middle?.[0]).toBeCloseTo(((first?.[0] ?? 0) + (last?.[0] ?? 0)) / 2, 0);
    expect(middle?.[1]).toBeCloseTo(((first?.[1] ?? 0) + (last?.[1] ?? 0)) / 2, 0);
    // Downwards, the numbers of a drawing grow.
    expect(first?.[1]).toBeGreaterThan(last?.[1] ?? 0);
    expect(
      line([
        [3, 1000],
        [4, 1001],
      ]),
    ).toContain(">0</text>");
  });

  it("holds a step until the next one", () => {
    const shape = path(
      line(
        [
          [0, 1],
          [10, 3],
        ],
        { step: true },
      ),
    );
    // Straight ahead to where the next point is, then up, and never aslant.
    expect(corners(shape)).toHaveLength(3);
    const slanted = corners(shape).filter(([x, y], index, all) => {
      const next = all[index + 1];
      return next && next[0] !== x && next[1] !== y;
    });
    expect(slanted).toEqual([]);
  });

  it("shows nothing, one point, endless and huge numbers without breaking", () => {
    expect(line([])).toContain("Nothing to show");
    expect(line([])).not.toContain("<svg");
    expect(wide(line([[3, 5]]))).toMatch(/<circle class="fill0" cx="\d+\.\d" cy="\d+\.\d"/);
    const odd = line([
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
      [0, -4e17],
      [2e12, 1e300],
    ]);
    expect(odd).not.toMatch(/NaN|Infinity|undefined/);
    expect(odd).toContain("1E300");
    expect(
      line([
        [0, 0],
        [1, 0],
      ]),
    ).not.toMatch(/NaN/);
  });

  it("has all its numbers in a table too, the way they hold", () => {
    const series = [
      {
        name: "sold",
        points: [
          [0, 1],
          [2, 5],
        ] as Point[],
      },
      { name: "stock", points: [[1, 1234.5]] as Point[] },
    ];
    const chart = { title: "T", series, xLabel: "s", yLabel: "n" };
    expect(cells(`${lineChart(chart)}`)).toEqual([
      ["0", "1", ""],
      ["1", "", "1,234.5"],
      ["2", "5", ""],
    ]);
    expect(cells(`${lineChart({ ...chart, step: true })}`)[2]).toEqual(["2", "5", "1,234.5"]);
  });

  it("stays small, whatever the crowd", () => {
    const points = Array.from({ length: 50_000 }, (_, at): Point => [at, (at * 7919) % 1000]);
    const chart = line(points);
    expect(chart.length).toBeLessThan(60_000);
    expect(cells(chart)).toHaveLength(25);
    expect(chart).toContain("25 of 50,000 points");
  });

  it("is drawn the same way each time, with a name and a description", () => {
    const points: Point[] = [
      [2, 1],
      [0, 0],
      [1, 5],
    ];
    expect(line(points)).toBe(line(points));
    expect(points[0]).toEqual([2, 1]);
    expect(wide(line(points))).toMatch(/role="img".*<title>T<\/title><desc>.*most 5 at 1\./);
  });
});

describe("a bar chart", () => {
  const bars = [
    { name: "full", value: 300 },
    { name: "paused", value: 150 },
    { name: "closed", value: 0 },
  ];
  const widths = (chart: string) =>
    [...wide(chart).matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));

  it("draws its bars in proportion, and nothing for nothing", () => {
    const [full = 0, paused = 0, closed] = widths(`${barChart({ title: "T", bars, unit: "n" })}`);
    expect(full / paused).toBeCloseTo(2, 2);
    expect(closed).toBe(0);
  });

  it("shows nothing, negative and long ones without breaking", () => {
    expect(`${barChart({ title: "T", bars: [], unit: "n" })}`).toContain("Nothing to show");
    const odd = [
      { name: "x".repeat(300), value: -5 },
      { name: "y", value: 1e18 },
      { name: "z", value: Number.NaN },
    ];
    const chart = `${barChart({ title: "T", bars: odd, unit: "n" })}`;
    expect(wide(chart)).toMatch(/>x+…</);
    expect(chart).not.toMatch(/NaN|width="-/);
  });
});

it("no text of a chart becomes markup", () => {
  const points: Point[] = [
    [0, 1],
    [1, 2],
  ];
  const two = [
    { name: HOSTILE, points },
    { name: "b", points },
  ];
  const lines = lineChart({ title: HOSTILE, series: two, xLabel: HOSTILE, yLabel: HOSTILE });
  const bars = barChart({ title: HOSTILE, bars: [{ name: HOSTILE, value: 1 }], unit: HOSTILE });
  for (const chart of [`${lines}`, `${bars}`]) {
    expect(chart).not.toContain("<script");
    expect(chart).toContain(ESCAPED);
    // The page's policy would leave it out.
    expect(chart).not.toMatch(/ style=| on\w+=/);
  }
});

it("a thinned line keeps its ends, its highest and its lowest, in their order", () => {
  const numbers = fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: -50, max: 50 })), {
    minLength: 1,
    maxLength: 600,
  });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 20 }), (list, columns) => {
      const points = list.sort(([a], [b]) => a - b) as Point[];
      const few = thin(points, columns);
      const places = few.map((point) => points.indexOf(point));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(few[0]).toBe(points[0]);
      expect(few.at(-1)).toBe(points.at(-1));
      const heights = (some: Point[]) => some.map(([, y]) => y);
      expect(Math.max(...heights(few))).toBe(Math.max(...heights(points)));
      expect(Math.min(...heights(few))).toBe(Math.min(...heights(points)));
      expect(few.length).toBeLessThanOrEqual(Math.max(points.length, (columns + 1) * 4));
      if (points.length > (columns + 1) * 4)
        expect(few.length).toBeLessThanOrEqual((columns + 1) * 4);
    }),
  );
});

it("a sample has the first and the last", () => {
  const items = Array.from({ length: 101 }, (_, index) => index);
  expect(sample(items, 5)).toEqual([0, 25, 50, 75, 100]);
  expect(sample(items.slice(0, 3), 5)).toEqual([0, 1, 2]);
});

it.each([
  [
    [0, 0.5, 1],
    ["0", "0.5", "1"],
  ],
  [
    [0, 2000, 4000],
    ["0", "2,000", "4,000"],
  ],
  [
    [0, 5000, 10_000],
    ["0", "5K", "10K"],
  ],
  [
    [1_234_560, 1_234_570],
    ["1,234,560", "1,234,570"],
  ],
])("ticks %j are written %j", (values, labels) => {
  expect(tickLabels(values)).toEqual(labels);
});
