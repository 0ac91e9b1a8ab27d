/** A sale in one line: for many sales, and for a log of changes. */
import { positionOf, type SaleStatus } from "../operator/sale-status.ts";
import { away, count, harmless, type Moment } from "./words.ts";

/** Says the same as long as nothing but the time has changed. */
export function line(status: SaleStatus): string {
  const { sold, stock, left, slotsOpen, gates, slots, silent } = status;
  const parts = [
    standing(status),
    `${sold} of ${stock} sold`,
    `${left} left`,
    `${slotsOpen} of ${gates * slots} slots open`,
    ...refused(status),
    ...onTheirWay(status),
    ...(silent.length > 0 ? [`${count(silent.length, "gate")} silent`] : []),
  ];
  return harmless(parts.join(" · "));
}

/** The state, and why, as far as one line can say it. */
export function standing(status: SaleStatus): string {
  const { state } = status;
  if (state === "ended") return `ended (${endedBy(status)})`;
  if (state === "upcoming" && positionOf(status) === "paused") return "upcoming, paused";
  return state;
}

function endedBy(status: SaleStatus): string {
  if (positionOf(status) === "ended") return "by the operator";
  return status.left === 0 ? "sold out" : "its time is over";
}

/** What comes next; nothing when it has ended. */
export function next({ state, startsAt, endsAt }: SaleStatus, moment: Moment): string | undefined {
  if (state === "ended" || startsAt === undefined || endsAt === undefined) return undefined;
  if (state === "upcoming") return `starts ${away(startsAt, moment)}`;
  return `ends ${away(endsAt, moment)}`;
}

export function refusalsOf({ refusals }: SaleStatus): number {
  return Object.values(refusals).reduce((sum, number) => sum + number, 0);
}

function refused(status: SaleStatus): string[] {
  const number = refusalsOf(status);
  return number === 0 ? [] : [`at least ${number} refused`];
}

/** Only what an operator may have to do something about. */
function onTheirWay({ deliveries }: SaleStatus): string[] {
  const states = ["waiting", "undelivered", "stopped"] as const;
  return states
    .filter((state) => deliveries[state] > 0)
    .map((state) => `${count(deliveries[state], "order")} ${state}`);
}
