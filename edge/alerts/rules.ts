/** Which alerts a change calls for. Pure. */
import type { Switch } from "../stockroom/messages.ts";

/** Each is sent at most once for each change. */
export type AlertType =
  | "sale.opened"
  | "sale.first_order"
  | "sale.half_sold"
  | "sale.sold_out"
  | "sale.paused"
  | "sale.resumed"
  | "sale.ended"
  | "deliveries.failing"
  | "deliveries.recovered";

/** How a sale stands. Times are ms since 1970. */
export interface Facts {
  /** Missing when the sale's file is gone: then it can only have ended. */
  times?: { startsAt: number; endsAt: number } | undefined;
  switch: Switch;
  stock: number;
  sold: number;
  soldOut: boolean;
  /** Gates whose deliveries have failed for a minute. */
  failing: number;
}

/** What has been said, so that nothing is said twice. */
export interface Said {
  opened: boolean;
  firstOrder: boolean;
  halfSold: boolean;
  soldOut: boolean;
  paused: boolean;
  ended: boolean;
  failing: boolean;
}

const NOTHING: Said = {
  opened: false,
  firstOrder: false,
  halfSold: false,
  soldOut: false,
  paused: false,
  ended: false,
  failing: false,
};

/**
 * `said` is undefined for a sale that is looked at for the first time: if that one is over already,
 * nobody wants to hear now how it went.
 */
export function changes(
  said: Said | undefined,
  facts: Facts,
  now: number,
): { said: Said; alerts: AlertType[] } {
  const next = nextSaid(said ?? NOTHING, facts, now);
  if (said === undefined && next.ended) return { said: next, alerts: [] };
  const before = said ?? NOTHING;
  return {
    said: next,
    alerts: ALERTS.filter(({ is }) => is(before, next)).map(({ type }) => type),
  };
}

function nextSaid(said: Said, { times, sold, stock, ...facts }: Facts, now: number): Said {
  const isOver = facts.switch === "ended" || times === undefined || now >= times.endsAt;
  return {
    // A start that is moved into the future, and an end, take back what was said of them.
    opened: times !== undefined && now >= times.startsAt && (said.opened || !isOver),
    firstOrder: said.firstOrder || sold > 0,
    // Orders that come and go around the half are no news; it is again once a restock has made the
    // half twice as far away.
    halfSold: sold * 2 >= stock || (said.halfSold && sold * 4 >= stock),
    soldOut: facts.soldOut,
    paused: facts.switch === "paused",
    ended: isOver,
    failing: facts.failing > 0,
  };
}

type Turn = (before: Said, after: Said) => boolean;
const begins =
  (name: keyof Said): Turn =>
  (before, after) =>
    !before[name] && after[name];

/** In the order in which they are sent, should several be due at once. */
const ALERTS: { type: AlertType; is: Turn }[] = [
  { type: "sale.opened", is: begins("opened") },
  { type: "sale.first_order", is: begins("firstOrder") },
  { type: "sale.half_sold", is: begins("halfSold") },
  { type: "sale.sold_out", is: begins("soldOut") },
  { type: "sale.paused", is: begins("paused") },
  { type: "sale.resumed", is: (before, after) => before.paused && !after.paused && !after.ended },
  { type: "sale.ended", is: begins("ended") },
  { type: "deliveries.failing", is: begins("failing") },
  { type: "deliveries.recovered", is: (before, after) => before.failing && !after.failing },
];
