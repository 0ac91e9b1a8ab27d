/** Who was turned away, and what they were told. */
import type { Code } from "../../../edge/contract.ts";
import { barChart } from "../html/bar-chart.ts";
import { type Html, paragraph, section, table } from "../html/page.ts";
import { harmless } from "../words.ts";
import type { Figures } from "./figures.ts";

/** For people who know nothing of codes. */
const MEANING: Record<Code, string> = {
  full: "Every slot was taken: try again in a moment",
  sold_out: "Sold out",
  closed: "The sale was over",
  paused: "The sale was paused",
  waiting: "Their number in the draw had not been called yet",
  too_early: "The sale had not started",
  slot_expired: "The time to fill in the form had run out",
  already_ordered: "Had ordered already: one order per shopper",
  order_cancelled: "The order had been cancelled",
  bad_token: "A link that was forged, somebody else's, or too old",
  contact_used: "Somebody else had ordered with the same contact",
  not_admitted: "Did not get in: the proof was missing, wrong, used or too old",
  cross_site: "Sent by a page of another site",
  read_only: "Asked for by somebody who may only look",
  too_many: "Too many new shoppers or tries from one network",
  invalid: "The form was filled in incorrectly",
  unauthorized: "No key",
  not_found: "No such page",
  method_not_allowed: "Not how a browser asks",
  too_large: "More than a form can hold",
  unsupported_type: "Not how a browser sends a form",
  internal: "Our fault",
};

export function refusals({ refusals, refused }: Figures): Html {
  const byMost = Object.entries(refusals)
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a);
  const bars = byMost.map(([code, value]) => ({ name: wordsFor(code), value }));
  const heading = "Who was turned away";
  if (refused === 0) return section({ heading, body: paragraph("No refusal has been counted.") });
  const explained = byMost.map(([code, number]) => [
    wordsFor(code),
    MEANING[code as Code] ?? "",
    number.toLocaleString("en"),
  ]);
  return section({
    heading,
    body: [
      paragraph(
        "These are requests, not people: a shopper who tries five times is refused five times. Most refusals are counted where they happen and told later, so there were at least so many.",
      ),
      barChart({ title: "Refusals by reason", bars, unit: "requests, at least" }),
      table({ head: ["Reason", "What it means", "Requests"], rows: explained, numeric: [2] }),
    ],
  });
}

const wordsFor = (code: string) => harmless(code.replaceAll("_", " "));
