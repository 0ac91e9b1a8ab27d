/** A sale's figures as one page to share. It says nothing about anybody who bought. */

import type { OperatorEvent } from "../../../edge/contract.ts";
import { readShop } from "../../../site/build/shop.ts";
import { drawSections } from "../draw/section.ts";
import { type Html, htmlPage, section, table } from "../html/page.ts";
import { project } from "../project.ts";
import { type LocalNow, time } from "../words.ts";
import { delivery } from "./delivery.ts";
import type { Figures } from "./figures.ts";
import { refusals } from "./refusals.ts";
import { speed } from "./speed.ts";
import { atAGlance, caveats, inASentence } from "./summary.ts";
import { visitors } from "./visitors.ts";

/** `placed`: the moments of all orders, rising; `zone`: the sale's; whoever reads it is elsewhere. */
export function reportPage(figures: Figures, placed: number[], zone?: string): string {
  const shop = readShop(project.content).shop.name;
  const moment: LocalNow = { now: figures.at, ...(zone !== undefined && { zone }) };
  return htmlPage({
    kind: shop === undefined ? "Sale report" : `${shop} · sale report`,
    title: figures.title ?? figures.sale,
    subtitle: inASentence(figures, moment),
    sections: [
      ...caveats(figures, moment),
      atAGlance(figures),
      speed(figures, placed),
      visitors(figures),
      ...drawSections(figures, moment),
      refusals(figures),
      delivery(figures),
      timetable(figures, moment),
      ...log(figures, moment),
    ],
    footer: `Made on ${time(figures.at, moment)}. The sale's name is ${figures.sale}.`,
  });
}

// ── The operator's log ─────────────────────────────────────────────────────────────────────────
function log({ events }: Figures, moment: LocalNow): Html[] {
  if (events.length === 0) return [];
  const rows = events.map((event) => [time(event.at, moment), did(event), event.by ?? ""]);
  const hasNames = events.some(({ by }) => by !== undefined);
  const head = ["When", "What", ...(hasNames ? ["Who"] : [])];
  const body = table({ head, rows: rows.map((row) => row.slice(0, head.length)) });
  return [section({ heading: "What the operator did", body })];
}

const WORDS: Record<OperatorEvent["action"], string> = {
  pause: "Paused",
  resume: "Resumed",
  end: "Ended for good",
  restock: "Restocked",
  redeliver: "Delivered again",
  cancel: "Cancelled",
  paid: "Marked as paid",
};

function did({ action, stock, order }: OperatorEvent): string {
  const what = `${WORDS[action] ?? action}${order ? ` ${order}` : ""}`;
  return stock === null ? what : `${what} to ${stock.toLocaleString("en")}`;
}

// ── The timetable ──────────────────────────────────────────────────────────────────────────────
function timetable(figures: Figures, moment: LocalNow): Html {
  const { startsAt, endsAt, endedAt, pace, at, state, left } = figures;
  const rows: [string, number | undefined][] = [
    ["Start", startsAt],
    ["First order", pace?.first],
    [left === 0 ? "Last order: sold out" : "Last order", pace?.last],
    ["Ended", state === "ended" ? endedAt : undefined],
    ["End by the sale's file", endsAt],
    ["This report", at],
  ];
  const known = rows.flatMap(([name, when]) =>
    when === undefined ? [] : [[name, time(when, moment)]],
  );
  return section({ heading: "Times", body: table({ head: ["What", "When"], rows: known }) });
}
