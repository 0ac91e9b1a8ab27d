/** The draw on the report's page: what it was made from, how far the line went, and every order's number. */
import { EVERYBODY } from "../../../edge/core.ts";
import { type Html, html, paragraph, section, table } from "../html/page.ts";
import type { Figures } from "../report/figures.ts";
import { type LocalNow, time } from "../words.ts";

/** Rows of a table; the JSON has all of them. */
const SHOWN = 200;

/** Nothing for a sale that is no draw. */
export function drawSections({ sale, draw }: Figures, moment: LocalNow): Html[] {
  if (!draw) return [];
  const { seed, commitment, steps, orders } = draw;
  const facts = [
    ["Commitment, published before the start", html`<code>${commitment}</code>`],
    ["Seed, revealed at the start", seed === undefined ? "secret" : html`<code>${seed}</code>`],
  ];
  const line = steps.map(({ at, called }) => [time(at, moment), calledText(called)]);
  const numbers = orders.map(({ number, placedAt }) => [time(placedAt, moment), String(number)]);
  const body = [
    paragraph(
      "Every shopper who was there before the start has a number that follows from the seed and their id. Numbers were called from the lowest up, and only a number that had been called could order.",
    ),
    table({ head: ["", "What it is"], rows: facts }),
    listed(["From", "Numbers called below"], line),
    listed(["Order placed", "Its number"], numbers),
    paragraph(html`To check all of it: <code>npm run -s sale -- report ${sale} --json &gt; report.json</code>, then
      <code>npm run -s sale -- verify report.json</code>. What that proves, and what it cannot: docs/draw.md.`),
  ];
  return [section({ heading: "The draw", body })];
}

const calledText = (called: number) => (called >= EVERYBODY ? "everybody" : String(called));

function listed(head: string[], rows: string[][]): Html {
  const more = rows.length - SHOWN;
  const note = more > 0 ? { note: `and ${more.toLocaleString("en")} more, in the JSON` } : {};
  return table({ head, rows: rows.slice(0, SHOWN), numeric: [1], ...note });
}
