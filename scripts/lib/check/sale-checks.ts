/** What is looked at in every sale. To look at more, write a check and add it here. */

import { judgeColors, judgedLine } from "../../../site/build/theme.ts";
import { spokenDuration } from "../../../site/text.ts";
import { text } from "../sale-file/body.ts";
import type { Finding } from "../sale-file/finding.ts";
import { isCrowded, propose, slowest } from "../sale-file/gates-and-slots.ts";
import { pictureText } from "../sale-file/pictures.ts";
import { type Around, type SaleCheck, type Subject, warning } from "../sale-file/subject.ts";
import { count } from "../words.ts";
import { network } from "./network.ts";
import { times } from "./times.ts";

/** Those that stop the build too are in sale-file/sales.ts. */
export const CHECKS: SaleCheck[] = [
  ...[draft, times, pictureText, text, slots, door, network, draw, region, links, colours],
];

// ── Drafts ─────────────────────────────────────────────────────────────────────────────────────
function draft(subject: Subject, { named }: Around): Finding[] {
  if (!subject.file.draft || !named) return [];
  return [
    warning(subject, {
      where: subject.at("draft"),
      text: "the sale is a draft: it is served here, and not deployed",
      todo: "write draft: false when it is ready",
    }),
  ];
}

// ── Links ──────────────────────────────────────────────────────────────────────────────────────
const KEYS = ["terms", "privacy", "imprint", "contact"] as const;
/** Domains that RFC 2606 and 6761 keep for examples, and what people write until they know better. */
const PLACEHOLDER =
  /(?:\/\/|@|\.)(?:example\.(?:com|org|net|edu)|(?:your|my)-?(?:shop|domain|site|company)\.[a-z]+|[^/@]+\.(?:test|example|invalid|localhost))(?:[/:?#]|$)/i;

export const isPlaceholder = (link: unknown) => PLACEHOLDER.test(String(link));

function links(subject: Subject): Finding[] {
  const stale = KEYS.filter((key) => isPlaceholder(subject.data[key]));
  return stale.map((key) =>
    warning(subject, {
      where: subject.at(key),
      text: `${key} is a placeholder: ${subject.data[key]}`,
      todo: "put the shop's own link there: shoppers and the law ask for it",
    }),
  );
}

// ── Colours ────────────────────────────────────────────────────────────────────────────────────
function colours(subject: Subject): Finding[] {
  const moved = judgeColors(subject.file.colors).filter(({ chosen, used }) => chosen !== used);
  return moved.map((judged) =>
    warning(subject, {
      where: subject.at("colors"),
      text: judgedLine(judged),
      todo: "nothing, if you like what the pages make of it; otherwise choose another colour",
    }),
  );
}

// ── Slots ──────────────────────────────────────────────────────────────────────────────────────
const HASTE = 45_000;
const said = (length: number) => spokenDuration(length, "en");

function slots(subject: Subject): Finding[] {
  return [...slow(subject), ...crowded(subject), ...scattered(subject), ...hasty(subject)];
}

/** What `propose` says, as one would write it. */
function better({ file }: Subject): string {
  const { stock, hold, startsAt, endsAt, reserve } = file.worker;
  const { gates, slots } = propose({ stock, hold, length: endsAt - startsAt, reserve });
  return `gates: ${gates} and slots: ${slots}`;
}

/** A slow form behind few slots. */
function slow(subject: Subject): Finding[] {
  const { stock, gates, slots, hold, startsAt, endsAt } = subject.file.worker;
  const length = endsAt - startsAt;
  const needed = slowest({ stock, hold, length }, { gates, slots });
  if (needed <= length) return [];
  return [
    warning(subject, {
      where: subject.at(subject.data.slots === undefined ? "stock" : "slots"),
      text: `${count(stock, "unit")} through ${gates} × ${slots} slots, each held up to ${said(hold)}, can take ${said(needed)}; the sale lasts ${said(length)}`,
      todo: `write ${better(subject)}, or a shorter hold, or a later endsAt`,
    }),
  ];
}

function crowded(subject: Subject): Finding[] {
  const { stock, gates, slots, reserve } = subject.file.worker;
  if (reserve || !isCrowded(stock, { gates, slots })) return [];
  const open = gates * slots;
  return [
    warning(subject, {
      where: subject.at(subject.data.slots === undefined ? "stock" : "slots"),
      text: `${gates} × ${slots} slots for ${count(stock, "unit")}: up to ${(open - stock).toLocaleString("en")} shoppers at a time fill in the form for nothing`,
      todo: `write ${better(subject)}, or reserve: true`,
    }),
  ];
}

/** A gate with no unit to hold can grant no slot, and its shoppers wait for the others'. */
function scattered(subject: Subject): Finding[] {
  const { stock, gates, reserve } = subject.file.worker;
  if (!reserve || gates <= stock) return [];
  return [
    warning(subject, {
      where: subject.at(subject.data.gates === undefined ? "stock" : "gates"),
      text: `${gates} gates for ${count(stock, "unit")} with reserve: most gates have no unit for their shoppers`,
      todo: `write ${better(subject)}`,
    }),
  ];
}

function hasty(subject: Subject): Finding[] {
  const { hold } = subject.file.worker;
  if (hold >= HASTE) return [];
  return [
    warning(subject, {
      where: subject.at("hold"),
      text: `hold gives a shopper ${said(hold)} to type name, email and address; many need a minute`,
      todo: "write hold: 2m, or at least 45s",
    }),
  ];
}

// ── The door ───────────────────────────────────────────────────────────────────────────────────
/** At this share of the list price or less, programs come that buy to sell again. */
const BARGAIN = 0.5;

/** A bargain that anybody can have as often as they have cookies. */
function door(subject: Subject): Finding[] {
  const { worker } = subject.file;
  const [price, listPrice] = [Number(subject.data.price), Number(subject.data.listPrice ?? 0)];
  // Of a draw, the warning below says it.
  if (worker.door !== undefined || worker.admission === "draw") return [];
  if (price > listPrice * BARGAIN) return [];
  const off = Math.round(100 * (1 - price / listPrice));
  const open = warning(subject, {
    where: subject.at(subject.data.door === undefined ? "price" : "door"),
    text: `the door is open and the price is ${off}% below the list price: one program with enough cookies can buy every unit`,
    todo: "write door: members, invites, turnstile or work (docs/door.md)",
  });
  return worker.reserve ? [open] : [open, inVain(subject)];
}

function inVain(subject: Subject): Finding {
  return warning(subject, {
    where: subject.at(subject.data.reserve === undefined ? "price" : "reserve"),
    text: "reserve is false: programs fill in the order form within milliseconds, so at an open door people fill it in for nothing",
    todo: "write reserve: true, or a door",
  });
}

// ── The draw ───────────────────────────────────────────────────────────────────────────────────
function draw(subject: Subject): Finding[] {
  const { worker } = subject.file;
  return worker.admission === "draw" ? [...manyNumbers(subject), ...unexpected(subject)] : [];
}

/** What speed is in a race, identities are in a draw. */
function manyNumbers(subject: Subject): Finding[] {
  if (subject.file.worker.door !== undefined) return [];
  return [
    warning(subject, {
      where: subject.at("admission"),
      text: "the door is open: in a draw each cookie is one more number, so a program with a thousand cookies has a thousand chances",
      todo: "write door: members or invites for one number per person, or turnstile or work to make each cost something (docs/door.md)",
    }),
  ];
}

function unexpected(subject: Subject): Finding[] {
  if (subject.file.worker.expected !== undefined) return [];
  return [
    warning(subject, {
      where: subject.at("admission"),
      text: "expected is missing: the line begins more carefully when nobody says how many will come",
      todo: "write about how many people you expect before the start, like expected: 20000; a rough guess will do",
    }),
  ];
}

// ── Region ─────────────────────────────────────────────────────────────────────────────────────
function region(subject: Subject): Finding[] {
  if (subject.file.worker.region !== undefined) return [];
  return [
    warning(subject, {
      where: subject.at("startsAt"),
      text: "region is missing: the platform puts the sale's gates and stockroom near whoever comes first, for good, so one early visitor decides how far away they are for everybody",
      todo: "name where most shoppers are, like region: weur (docs/sale-file.md)",
    }),
  ];
}
