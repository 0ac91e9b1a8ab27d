/** How fast it sold: orders over time, and the moments by which half and most of them were there. */
import { lineChart } from "../html/line-chart.ts";
import { type Content, type Html, paragraph, section, type Table, table } from "../html/page.ts";
import { count, lasting } from "../words.ts";
import type { Figures } from "./figures.ts";
import { growth, type Pace, rate, type Unit, unitFor } from "./pace.ts";

/** `placed`: the moments of all orders, rising. */
export function speed({ pace, startsAt }: Figures, placed: number[]): Html {
  const heading = "How fast";
  if (!pace) return section({ heading, body: paragraph("There are no orders yet.") });
  const start = startsAt ?? pace.first;
  const since = startsAt === undefined ? "the first order" : "the start";
  return section({
    heading,
    body: [charts(placed, start, pace, since), table(milestones(pace, start, since)), peak(pace)],
  });
}

/** If most orders come early and a few much later, the early ones would be a line at the left edge. */
const LONG_TAIL = 4;

function charts(placed: number[], start: number, pace: Pace, since: string): Content {
  const rush = pace.nearlyAll - start;
  const tailed = rush > 0 && pace.last - start > LONG_TAIL * rush;
  const early = placed.filter((at) => at <= pace.nearlyAll);
  return [
    tailed ? growthChart("The first nine of ten orders", early, start, since) : "",
    growthChart("Orders over time", placed, start, since),
    rateChart(tailed ? early : placed, start, since),
  ];
}

function growthChart(title: string, placed: number[], start: number, since: string): Html {
  const unit = unitOf(placed, start);
  const points = growth(placed, start, unit);
  const series = [{ name: "orders", points }];
  return lineChart({ title, series, xLabel: axis(unit, since), yLabel: "orders", step: true });
}

function rateChart(placed: number[], start: number, since: string): Html {
  const unit = unitOf(placed, start);
  const { per, points } = rate(placed, start, unit);
  const series = [{ name: "orders", points }];
  const title = `Orders per ${per}`;
  return lineChart({ title, series, xLabel: axis(unit, since), yLabel: "orders", step: true });
}

const unitOf = (placed: number[], start: number) => unitFor((placed.at(-1) ?? start) - start);
const axis = ({ name }: Unit, since: string) => `${name} since ${since}`;

function milestones(pace: Pace, start: number, since: string): Table {
  const after = (at: number) =>
    at < start ? `${lasting(start - at)} before` : lasting(at - start);
  return {
    head: ["Milestone", `After ${since}`],
    rows: [
      ["First order", after(pace.first)],
      ["Half of the orders", after(pace.half)],
      ["Nine out of ten", after(pace.nearlyAll)],
      ["Last order", after(pace.last)],
    ],
    numeric: [1],
  };
}

const peak = ({ bestSecond, bestMinute }: Pace) =>
  paragraph(
    `At the peak: ${count(bestSecond, "order")} within one second, ${bestMinute.toLocaleString("en")} within one minute.`,
  );
