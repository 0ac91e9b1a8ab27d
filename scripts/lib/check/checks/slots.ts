/** Slots and hold against stock: too few hold the sale up, too many let shoppers type in vain. */
import { spokenDuration } from "../../../../site/text.ts";
import { count } from "../../status/words.ts";
import type { Finding } from "../finding.ts";
import { isCrowded, propose, slowest } from "../numbers.ts";
import { type Subject, warning } from "../subject.ts";

const HASTE = 45_000;
const said = (length: number) => spokenDuration(length, "en");

export function slots(subject: Subject): Finding[] {
  return [...slow(subject), ...crowded(subject), ...scattered(subject), ...hasty(subject)];
}

/** What `propose` says, as one would write it. */
function better({ file }: Subject): string {
  const { stock, hold, startsAt, endsAt } = file.worker;
  const { gates, slots } = propose({ stock, hold, length: endsAt - startsAt });
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
      text: `${gates} × ${slots} slots for ${count(stock, "unit")}: up to ${(open - stock).toLocaleString("en")} shoppers at a time fill in the form in vain`,
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
      todo: `write gates: ${Math.max(1, Math.floor(stock / 2))}, or fewer`,
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
