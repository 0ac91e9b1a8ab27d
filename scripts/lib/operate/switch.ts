/** Pause, resume, end: asks first, does it, and waits until pages see it. */

import { readStart } from "../../../crowd/start-script.ts";
import type { StartMessage } from "../../../edge/contract.ts";
import { confirm } from "../confirm.ts";
import { context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { tell } from "../tell.ts";
import { momentOf } from "../when.ts";
import { count, seconds, time } from "../words.ts";
import {
  askJson,
  noSuchSale,
  RETRY_POLICY,
  reached,
  retry,
  salePath,
  saleStatus,
  Trouble,
} from "./client.ts";
import { type Position, positionOf, type SaleStatus } from "./sale-status.ts";
import type { Operator } from "./where.ts";

export type Action = "pause" | "resume" | "end";

interface Change {
  position: Position;
  already: string;
  done: string;
  warning: (status: SaleStatus) => string;
}

const CHANGES: Record<Action, Change> = {
  pause: {
    position: "paused",
    already: "is paused already",
    done: "is paused",
    warning: () => "No new slots until it is resumed; shoppers who hold one may still order.",
  },
  resume: {
    position: "on",
    already: "is not paused",
    done: "has been resumed",
    warning: () => "Slots are handed out again.",
  },
  end: {
    position: "ended",
    already: "has been ended already",
    done: "has been ended for good",
    warning: ({ slotsOpen, left }) =>
      `Nobody can order any more, ${openSlots(slotsOpen)}; ${count(left, "unit")} will not be sold. This is for good.`,
  },
};

const openSlots = (open: number) =>
  open === 0 ? "and no slot is open now" : `not even with the ${count(open, "slot")} open now`;

/** Returns the state after it. Throws a Refusal if pages do not see it within five seconds. */
export async function turn(
  operator: Operator,
  sale: string,
  action: Action,
  yes: boolean,
): Promise<SaleStatus["state"]> {
  const before = await saleStatus(operator, sale);
  requireDeployed(before);
  const { position, already, done } = CHANGES[action];
  const now = positionOf(before);
  if (now === position) {
    tell(`${sale} ${already}`);
    return before.state;
  }
  if (now === "ended") throw new Refusal(tooLate(sale, action));
  if (!yes) await confirm(question(before, action));
  const after = await post(operator, sale, action);
  tell(`${sale} ${done}`);
  await see(operator, after);
  return after.state;
}

/** Throws a Refusal for a sale whose file is gone: only its orders are left. */
export function requireDeployed({ sale, startsAt }: SaleStatus): void {
  if (startsAt !== undefined) return;
  throw new Refusal(`${sale} is not deployed any more: its file is gone, only its orders are left`);
}

const tooLate = (sale: string, action: Action) =>
  `${sale} has been ended for good; there is nothing to ${action}`;

function question(status: SaleStatus, action: Action): string {
  const { sale, state, sold, stock } = status;
  const standing = `${sale} is ${state}, ${sold} of ${stock} sold.`;
  return `${standing} ${CHANGES[action].warning(status)} ${action[0]?.toUpperCase()}${action.slice(1)} it?`;
}

/** Asking twice is asking once, so a lost answer is asked for again. */
function post(operator: Operator, sale: string, action: Action): Promise<SaleStatus> {
  const closed = tooLate(sale, action);
  const how = { method: "POST", missing: noSuchSale(operator, sale), closed } as const;
  return retry(() => askJson(operator, `${salePath(sale)}/${action}`, how), RETRY_POLICY);
}

async function see(operator: Operator, after: SaleStatus): Promise<void> {
  const { sale, state, startsAt = 0 } = after;
  const moment = momentOf(sale);
  if (startsAt > moment.now) {
    tell(`pages wait for the start until ${time(startsAt, moment)}, and see it then`);
    return;
  }
  const sighting = await watchFor(operator, sale, state);
  const saw = sighting.state === undefined ? "does not answer" : `says ${sighting.state}`;
  if (sighting.state === state) tell(`the start script ${saw}, after ${seconds(sighting.after)}`);
  else
    throw new Refusal(`but after ${seconds(sighting.after)} the start script ${saw}: look again`);
}

// ── The effect ─────────────────────────────────────────────────────────────────────────────────
type State = StartMessage["state"];

export interface Sighting {
  /** Its last state; undefined if it never answered. */
  state: State | undefined;
  /** Milliseconds until then. */
  after: number;
}

/** Milliseconds. A Worker asks a gate for news once a second, so pages see a change well before that. */
const BOUND = 5_000;
const EVERY = 200;

/** Asks until it says `wanted`, for five seconds at most. */
export async function watchFor(
  operator: Operator,
  sale: string,
  wanted: State,
  bound = BOUND,
): Promise<Sighting> {
  const { clock } = context();
  const began = clock.now();
  const late = AbortSignal.timeout(bound);
  let state: State | undefined;
  do {
    state = (await look(operator, sale, late)) ?? state;
    if (state === wanted) break;
    await clock.wait(EVERY);
  } while (!late.aborted && clock.now() - began < bound);
  return { state, after: clock.now() - began };
}

/** Undefined while it cannot be reached, or when time is up. */
async function look(
  operator: Operator,
  sale: string,
  late: AbortSignal,
): Promise<State | undefined> {
  try {
    return (await askStart(operator, sale, late)).state;
  } catch (error) {
    if (late.aborted || error instanceof Trouble) return undefined;
    throw error;
  }
}

/** Asked without the key, as a page asks. */
async function askStart(
  operator: Operator,
  sale: string,
  signal: AbortSignal,
): Promise<StartMessage> {
  const url = `${operator.url}/start/${sale}.js?v=${Math.random()}`;
  return reached(operator, signal, async () => {
    const answer = await fetch(url, { signal });
    const message = readStart(await answer.text());
    if (!answer.ok || !message) throw new Error(`no start script, HTTP ${answer.status}`);
    return message;
  });
}
