/** When the sale starts and ends, once `--starts-in` and `--ends-in` have moved it. */
import type { Sale } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";

export interface Times {
  startsAt: number;
  endsAt: number;
}
export interface Moves {
  startsIn?: number | undefined;
  endsIn?: number | undefined;
}

const SECOND = 1000;
const up = (time: number) => Math.ceil(time / SECOND) * SECOND;
const down = (time: number) => Math.floor(time / SECOND) * SECOND;

/**
 * The moment, not before `earliest`, to be ready at. Pages show whole seconds: so that the start
 * is one and is also exactly so long after the ready line, the ready line waits for its moment.
 */
export function readyMoment(earliest: number, { startsIn }: Moves): number {
  if (startsIn === undefined || startsIn <= 0) return earliest;
  return up(earliest + startsIn) - startsIn;
}

/** Moves only what was asked for; a start after the end moves the end along. */
export function moveTimes(sale: Times, moves: Moves, ready: number): Times {
  const { startsIn, endsIn } = moves;
  const startsAt = startsIn === undefined ? sale.startsAt : moveStart(ready, startsIn);
  if (endsIn !== undefined) return checked({ startsAt, endsAt: up(ready + endsIn) });
  if (startsIn === undefined) return { startsAt, endsAt: sale.endsAt };
  const length = sale.endsAt - sale.startsAt;
  const open = Math.max(startsAt, ready);
  return { startsAt, endsAt: sale.endsAt > open ? sale.endsAt : up(open + length) };
}

/** "0s" must be open at the ready line, so what lies behind is never rounded forward. */
function moveStart(ready: number, startsIn: number): number {
  return startsIn > 0 ? up(ready + startsIn) : down(ready + startsIn);
}

function checked(times: Times): Times {
  if (times.endsAt > times.startsAt) return times;
  const start = new Date(times.startsAt).toISOString();
  throw new Refusal(`the sale would end before it starts (${start}); give --starts-in as well`, 2);
}

export function timesOf({ startsAt, endsAt }: Sale): Times {
  return { startsAt, endsAt };
}
