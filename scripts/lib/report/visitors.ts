/** How many came, how many of them bought, and where the buyers came from. */
import type { Visit } from "../../../edge/contract.ts";
import { barChart } from "../html/bar-chart.ts";
import { type Content, type Html, paragraph, section, table } from "../html/page.ts";
import { count, harmless, number } from "../words.ts";
import type { Figures } from "./figures.ts";

/** Orders by where their visit came from, the most first. */
export interface Source {
  source: string;
  orders: number;
}

const UNKNOWN = "not known";
const OTHERS = "others";
/** More of them are too many to read. */
const MOST = 12;
/** A link that only one or two bought through may have been made for one person. */
const FEWEST = 3;

/** `utm_source` if there was one, else the site that linked here. */
export function sourceOf(visit: Visit | undefined): string {
  const named = visit?.source?.trim().toLowerCase();
  // Whoever puts an address into a link means one person by it.
  if (named) return named.includes("@") ? OTHERS : harmless(named);
  const referrer = visit?.referrer === undefined ? null : URL.parse(visit.referrer);
  return referrer ? referrer.hostname.replace(/^www\./, "") : UNKNOWN;
}

/** What few came through is put together, so that nobody can be told from it. */
export function sourcesOf(counts: ReadonlyMap<string, number>): Source[] {
  const known = [...counts].filter(([source]) => source !== OTHERS);
  const large = known.filter(([source, orders]) => orders >= FEWEST || source === UNKNOWN);
  const shown = large.sort(([, a], [, b]) => b - a).slice(0, MOST);
  const all = [...counts.values()].reduce((sum, orders) => sum + orders, 0);
  const others = all - shown.reduce((sum, [, orders]) => sum + orders, 0);
  const sources = shown.map(([source, orders]) => ({ source, orders }));
  return others > 0 ? [...sources, { source: OTHERS, orders: others }] : sources;
}

/** The share of visitors who ordered, from 0 to 1: at most, since visitors are at least. */
export function conversionOf(visitors: number, orders: number): number | undefined {
  return visitors > 0 && orders <= visitors ? orders / visitors : undefined;
}

/** "4.2 %": two digits that count, so that one buyer of 5,000 is more than nothing. */
export function percent(share: number): string {
  return `${(share * 100).toLocaleString("en", { maximumSignificantDigits: 2 })} %`;
}

export function visitors(figures: Figures): Html {
  return section({ heading: "Visitors and buyers", body: [came(figures), ...bought(figures)] });
}

function came({ visitors, conversion, orders }: Figures): Content {
  if (visitors === 0) return paragraph("No visitors have been counted.");
  const ordered =
    conversion === undefined ? "" : ` ${count(orders, "order")}: at most ${percent(conversion)}.`;
  return paragraph(
    `At least ${count(visitors, "visitor")} until the sale ended.${ordered} A visitor is a browser that had not been here before. One that had visited another of your sales is not counted again, one that blocks cookies may be counted more than once, and counts that had not been passed on when a server restarted are missing.`,
  );
}

function bought({ sources, orders }: Figures): Content[] {
  if (orders === 0) return [];
  const bars = sources.map(({ source, orders: value }) => ({ name: source, value }));
  const rows = sources.map(({ source, orders: some }) => [
    source,
    number(some),
    percent(some / orders),
  ]);
  return [
    barChart({ title: "Where buyers came from", bars, unit: "orders" }),
    table({ head: ["Source", "Orders", "Share"], rows, numeric: [1, 2] }),
    paragraph(
      `The source is the link's utm_source, or else the site that linked to the sale, as far as the browser said so. Sources with fewer than ${FEWEST} orders are put together as "${OTHERS}", so that nobody can be recognized.`,
    ),
  ];
}

/** For people at a terminal. */
export function inLines({
  visitors,
  conversion,
  orders,
  sources,
  paid,
  cancelled,
}: Figures): string[] {
  const share = conversion === undefined ? "" : `, at most ${percent(conversion)} of them`;
  const became = [
    ...(paid > 0 ? [`${number(paid)} paid`] : []),
    ...(cancelled > 0 ? [`${number(cancelled)} cancelled`] : []),
  ];
  const from = sources.map(({ source, orders: some }) => `${source} ${number(some)}`).join(", ");
  return [
    visitors === 0 ? "no visitors counted" : `at least ${count(visitors, "visitor")}`,
    `${count(orders, "order")}${share}${became.length === 0 ? "" : `: ${became.join(", ")}`}`,
    ...(from ? [`from ${from}`] : []),
  ];
}
