/** The report as one HTML file with charts. */
import { barChart } from "../html/bar-chart.ts";
import { lineChart } from "../html/line-chart.ts";
import { callout, figures, html, htmlPage, paragraph, section, table } from "../html/page.ts";
import { count, lasting, number, seconds, time } from "../words.ts";
import { type Calls, sum } from "../workerd/measures.ts";
import type { Is } from "./promises.ts";
import { INTERVAL, KINDS } from "./recorder.ts";
import {
  crowdInWords,
  doorInWords,
  KIND_NAMES,
  limits,
  shares,
  sharesInWords,
  soldInWords,
} from "./report-text.ts";
import type { Result } from "./result.ts";

type Point = [x: number, y: number];

export function reportPage(result: Result): string {
  const { sale, crowd, at, took } = result;
  return htmlPage({
    title: `${sale}: a rehearsal`,
    kind: "Rehearsal",
    subtitle: `${count(crowd.shoppers, "shopper")}, seed ${crowd.seed}, ${time(at, { now: at })}`,
    sections: [
      verdict(result),
      numbers(result),
      promises(result),
      whoGotWhat(result),
      ordersOverTime(result),
      waiting(result),
      refusals(result),
      objects(result),
      fineprint(result),
    ],
    footer: `Made by npm run sale -- rehearse ${sale} --shoppers ${crowd.shoppers} --seed ${crowd.seed} --scale ${crowd.scale}; took ${seconds(took)}.`,
  });
}

function verdict({ promises: all, troubles: { times, first } }: Result) {
  const broken = all.filter(({ is }) => is === "broken").map(({ promise }) => promise);
  const untried = all.filter(({ is }) => is === "not tried").map(({ promise }) => promise);
  const rest = untried.length > 0 ? ` Not tried: ${untried.join(", ")}.` : "";
  const found =
    broken.length > 0
      ? callout({ kind: "bad", text: `Broken: promise ${broken.join(", ")}.${rest}` })
      : callout({ kind: "good", text: `No promise was broken.${rest}` });
  if (times === 0) return found;
  const wrong = `${count(times, "answer")} that nobody should get, or that never came: ${first.join("; ")}`;
  return [found, callout({ kind: "bad", text: wrong.slice(0, 600) })];
}

function numbers(result: Result) {
  const { sold, made, requests, calls, slots, soldOutAfter, pages } = result;
  const claim = result.latencies.claim;
  return figures([
    {
      label: "Sold",
      value: `${number(sold)} of ${number(made.stock)}`,
      note:
        soldOutAfter === undefined
          ? "units were left"
          : `the last of them after ${soldOutAfter.toFixed(1)} s`,
    },
    {
      label: "Requests to the Worker",
      value: number(requests.all),
      note: `${number(requests.claim)} claims`,
    },
    { label: "Calls to objects", value: number(calls.all), note: "caused by the crowd" },
    { label: "Page loads", value: number(pages.loads), note: "the CDN’s; no code of ours" },
    {
      label: "Open slots",
      value: number(slots.most),
      note: `${number(made.gates * made.slots)} may be`,
    },
    {
      label: "A claim’s wait",
      value: claim.p50 === undefined ? "–" : lasting(claim.p50),
      note: `p99 ${claim.p99 === undefined ? "–" : lasting(claim.p99)}`,
    },
  ]);
}

const MARKS: Record<Is, string> = {
  held: "✓ held",
  broken: "✗ broken",
  "not tried": "– not tried",
};

function promises({ promises: all }: Result) {
  const rows = all.map(({ promise, text, is, evidence }) => [
    promise,
    MARKS[is],
    [html`<strong>${text}.</strong> `, evidence],
  ]);
  const body = table({
    head: ["No.", "Verdict", "Promise, and what was seen"],
    rows,
    numeric: [0],
  });
  return section({ heading: "Promises", body });
}

function whoGotWhat(result: Result) {
  const rows = shares(result).map(({ name, came, inside, orders, percent }) => [
    name,
    ...[came, inside, orders].map(number),
    `${percent} %`,
  ]);
  const head = ["Who", "Came", "Let in", "Ordered", "Share"];
  const body = [
    paragraph(`The door: ${doorInWords(result)}.`),
    table({ head, rows, numeric: [1, 2, 3, 4] }),
    paragraph(`${sharesInWords(result)}.`),
  ];
  return section({ heading: "Who got what", body });
}

function ordersOverTime(result: Result) {
  const { intervals, made, slots } = result;
  let sum = 0;
  const orders = intervals.map(({ at, orders: placed }): Point => {
    sum += placed;
    return [at + INTERVAL / 1000, sum];
  });
  const ends = [0, intervals.at(-1)?.at ?? 0];
  const stock = ends.map((x): Point => [x, made.stock]);
  const body = [
    paragraph(`${soldInWords(result)}. Of the crowd, ${crowdInWords(result)}.`),
    lineChart({
      title: "Orders",
      series: [
        { name: "Orders", points: orders },
        { name: "Stock", points: stock },
        { name: "Open slots", points: slots.looks },
      ],
      xLabel: "seconds after the start",
      yLabel: "orders, slots",
      step: true,
    }),
  ];
  return section({ heading: "Orders", body });
}

function waiting({ intervals, latencies, requests }: Result) {
  const points = (which: "p50" | "p95" | "p99") =>
    intervals.flatMap((interval): Point[] =>
      interval[which] === undefined ? [] : [[interval.at, interval[which]]],
    );
  const names = { p50: "Half of all (p50)", p95: "95 of 100", p99: "99 of 100" } as const;
  const series = (["p50", "p95", "p99"] as const).map((which) => ({
    name: names[which],
    points: points(which),
  }));
  const cell = (value: number | undefined) => (value === undefined ? "–" : lasting(value));
  const rows = KINDS.filter((kind) => requests[kind] > 0).map((kind) => {
    const { p50, p95, p99, most } = latencies[kind];
    return [KIND_NAMES[kind], number(requests[kind]), ...[p50, p95, p99, most].map(cell)];
  });
  const head = ["Asked for", "Requests", "p50", "p95", "p99", "Longest"];
  const body = [
    lineChart({
      title: "Wait for an answer",
      series,
      xLabel: "seconds after the start",
      yLabel: "ms",
    }),
    lineChart({
      title: "Requests and refusals",
      series: [
        { name: "Requests", points: perSecond(intervals, "requests") },
        { name: "Refused", points: perSecond(intervals, "refused") },
      ],
      xLabel: "seconds after the start",
      yLabel: "a second",
    }),
    table({ head, rows, numeric: [1, 2, 3, 4, 5] }),
    paragraph(
      "One machine was the crowd and the edge at once, so these times say how it coped. At the edge there are thousands of isolates, and a network in between.",
    ),
  ];
  return section({ heading: "Waiting", body });
}

function perSecond(intervals: Result["intervals"], what: "requests" | "refused"): Point[] {
  return intervals.map((interval) => [interval.at, (interval[what] * 1000) / INTERVAL]);
}

function refusals({ refusals: all }: Result) {
  const sorted = Object.entries(all).sort(([, a], [, b]) => b - a);
  const bars = sorted.map(([code, value]) => ({ name: code.replaceAll("_", " "), value }));
  const body = barChart({ title: "Refused, by reason", bars, unit: "refusals" });
  return section({ heading: "Refusals", body });
}

function objects({ calls, callsAt, requests }: Result) {
  const sorted = Object.entries(calls.methods).sort(([, a], [, b]) => b - a);
  const share = ((100 * calls.all) / Math.max(1, requests.all)).toFixed(1);
  const body = [
    paragraph(
      `${number(calls.all)} calls for ${number(requests.all)} requests: ${share} for each hundred. Sampling cost ${number(calls.operator)} more, not counted here.`,
    ),
    barChart({
      title: "Calls by method",
      bars: sorted.map(([name, value]) => ({ name, value })),
      unit: "calls",
    }),
    lineChart({
      title: "Calls over time",
      series: [{ name: "Calls to objects", points: rate(callsAt) }],
      xLabel: "seconds after the start",
      yLabel: "a second",
    }),
    busiest(calls.objects),
  ];
  return section({ heading: "Objects", body });
}

/** Of a thousand gates, nobody wants to read them all. */
const SHOWN = 20;

function busiest(calls: Calls) {
  const all = Object.entries(calls).map(([object, methods]) => ({
    object,
    methods,
    times: sum({ object: methods }),
  }));
  const shown = all.sort((a, b) => b.times - a.times).slice(0, SHOWN);
  const rows = shown.map(({ object, methods, times }) => {
    const each = Object.entries(methods).map(([method, count]) => `${number(count)} ${method}`);
    return [object, number(times), each.join(", ")];
  });
  const note = all.length > SHOWN ? { note: `The ${SHOWN} busiest of ${all.length}.` } : {};
  return table({ head: ["Object", "Calls", "By method"], rows, numeric: [1], ...note });
}

/** Calls in a span, as calls a second. */
function rate(callsAt: [number, number][]): Point[] {
  return callsAt.flatMap(([at, calls], index): Point[] => {
    const before = callsAt[index - 1]?.[0];
    return before === undefined ? [] : [[at, calls / Math.max(0.1, at - before)]];
  });
}

function fineprint(result: Result) {
  const { crowd, made } = result;
  const reserve = made.reserve ? ", each against a unit" : "";
  const rows = [
    [
      "The sale",
      `${number(made.stock)} units, ${made.gates} gates with ${made.slots} slots each${reserve}`,
    ],
    ["Shortened", limits(result)],
    [
      "The crowd",
      `${number(crowd.shoppers)} visitors of seed ${crowd.seed}: the same options make the same crowd`,
    ],
    [
      "Pages",
      `${number(result.pages.fetched)} of ${number(result.pages.loads)} page loads were really fetched: the CDN serves them`,
    ],
    ["Not shown", "the platform’s network and its many isolates; how a CDN keeps pages; browsers"],
  ];
  return section({ heading: "What this was", body: table({ head: ["What", "How it was"], rows }) });
}
