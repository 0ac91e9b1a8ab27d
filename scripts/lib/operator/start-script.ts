/** The start script as a waiting page gets it: the effect of the switch, seen from outside. */
import { readStart } from "../../../crowd/start-script.ts";
import type { StartMessage } from "../../../edge/contract.ts";
import { context } from "../context.ts";
import { reached, Trouble } from "./client.ts";
import type { Operator } from "./where.ts";

type State = StartMessage["state"];

export interface Sighting {
  /** What it said last; undefined if it never answered. */
  state: State | undefined;
  /** Milliseconds until then. */
  after: number;
}

/** Milliseconds. A Worker asks for news once a second, so what is done is seen well before that. */
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

/** Undefined while there is trouble, or no time any more. */
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

/** Without the key: a page has none either. */
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
