/** The summary, for whoever reads no further. */
import { figures as bigNumbers, type Content, callout, type Figure } from "../html/page.ts";
import { count, type LocalNow, lasting, number, time } from "../words.ts";
import { type Figures, money } from "./figures.ts";
import { percent } from "./visitors.ts";

export function inASentence(figures: Figures, moment: LocalNow): string {
  const { state, startsAt, sold, stock, soldOutAfter, left } = figures;
  if (state === "upcoming" && startsAt !== undefined) return `Starts on ${time(startsAt, moment)}`;
  const units = `${sold.toLocaleString("en")} of ${count(stock, "unit")}`;
  const began = startsAt === undefined ? "" : `, from ${time(startsAt, moment)}`;
  if (soldOutAfter !== undefined) return `${units} sold in ${lasting(soldOutAfter)}${began}`;
  if (left === 0) return `All ${units} sold${began}`;
  return `${units} sold${state === "ended" ? "" : " so far"}${began}`;
}

/** Reasons why the figures may still change. */
export function caveats(figures: Figures, moment: LocalNow) {
  const { sale, state, at, silent, delivery, nearAddresses, startsAt } = figures;
  const seen = time(at, moment);
  const note = (text: string): Content => callout({ kind: "note", text });
  const gone = startsAt === undefined;
  return [
    ...(state === "upcoming" ? [note(`The sale has not started yet. Seen at ${seen}.`)] : []),
    ...(state === "open" || state === "paused"
      ? [note(`The sale is still going on: this is how it stood on ${seen}.`)]
      : []),
    ...(gone
      ? [note("The sale's file is gone, so its start and end are not known any more.")]
      : []),
    ...(silent.length > 0
      ? [note(`${count(silent.length, "gate")} did not answer: some refusals may be missing.`)]
      : []),
    ...(nearAddresses > 0
      ? [
          note(
            `${count(nearAddresses, "order")} may go to an address that has one already, written in another way: see nearAddress in npm run sale -- orders ${sale}.`,
          ),
        ]
      : []),
    ...(delivery.undelivered + delivery.stopped > 0
      ? [
          callout({
            kind: "bad",
            text: "Some orders have not reached the order system; see below.",
          }),
        ]
      : []),
  ];
}

export function atAGlance(figures: Figures): Content {
  const { sold, stock, left, refused } = figures;
  const rest = left === 0 ? "all of them" : `${number(left)} left`;
  return bigNumbers([
    { label: "Sold", value: number(sold), note: `of ${count(stock, "unit")}, ${rest}` },
    ...soldOut(figures),
    ...revenue(figures),
    ...became(figures),
    ...peak(figures),
    ...came(figures),
    { label: "Refused", value: number(refused), note: "requests, at least" },
    ...delivered(figures),
  ]);
}

function soldOut({ soldOutAfter }: Figures): Figure[] {
  if (soldOutAfter === undefined) return [];
  return [{ label: "Sold out after", value: lasting(soldOutAfter), note: "from the start" }];
}

function revenue({ price, revenue }: Figures): Figure[] {
  if (!price || !revenue) return [];
  return [{ label: "Revenue", value: money(revenue), note: `at ${money(price)} each` }];
}

function became({ paid, awaiting, cancelled }: Figures): Figure[] {
  const note = awaiting > 0 ? `${number(awaiting)} awaiting payment` : "orders";
  const lost = {
    label: "Cancelled",
    value: number(cancelled),
    note: "orders; their units went back on sale",
  };
  return [
    ...(paid + awaiting > 0 ? [{ label: "Paid", value: number(paid), note }] : []),
    ...(cancelled > 0 ? [lost] : []),
  ];
}

function came({ visitors, conversion }: Figures): Figure[] {
  if (visitors === 0) return [];
  const bought = conversion === undefined ? "" : `; at most ${percent(conversion)} ordered`;
  return [{ label: "Visitors", value: number(visitors), note: `at least${bought}` }];
}

function peak({ pace }: Figures): Figure[] {
  if (!pace) return [];
  const value = count(pace.bestSecond, "order");
  return [{ label: "At the peak", value, note: "within one second" }];
}

function delivered({ delivery, pace }: Figures): Figure[] {
  if (!pace) return [];
  const { delivered, waiting, undelivered, stopped, kept } = delivery;
  const all = delivered + waiting + undelivered + stopped + kept;
  if (kept === all) return [{ label: "Kept", value: number(kept), note: "orders, to be exported" }];
  const note = delivered === all ? "all orders" : `of ${count(all, "order")}`;
  return [{ label: "Delivered", value: number(delivered), note }];
}
