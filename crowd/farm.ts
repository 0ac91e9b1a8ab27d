/**
 * A bot farm: one program that wants to be as many shoppers as it can, over a few connections, and that
 * reacts in no time. How many it can be, the door decides by what it asks for; all else the farm does
 * as every visitor does, over a `Shop`.
 */
import type { Door, StartMessage } from "../edge/contract.ts";
import type { Visitor } from "./crowd.ts";
import { Random } from "./random.ts";
import { type Placed, type Shop, wait } from "./shop.ts";
import type { Ending } from "./visit.ts";

/** What a farm has, to try a door with. */
export interface FarmOptions {
  /** How many shoppers it would like to be. */
  bots: number;
  /** Stolen codes, member accounts or solved widgets. */
  proofs: number;
  /** What it spends on `work`: ms of one core of a server. */
  processor: number;
  /** Mailboxes. It writes each address in as many ways as there are bots. */
  emails: number;
  /** Addresses of the internet that it comes from. */
  networks: number;
}

/** Requests at the same time. */
export const CONNECTIONS = 8;
/** A server's core is so many times as fast as a mid-range phone (docs/door.md). */
const CORE = 6;
/**
 * Pauses of an identity, in ms: after a refused claim as long as `Retry-After` says, since earlier ones
 * are refused by every isolate; with a slot and no unit in reach, hardly any.
 */
const PAUSE = { claim: 1_000, order: 100 };
/** A timer may ring a moment early, and before the start there is nothing to be had. Ms. */
const CERTAINLY = 2;
/** After so many ms of pauses an identity gives up. */
const PATIENCE = 60_000;

export type Bot = Visitor<"farm">;

/** `not_admitted`: without a proof for the door, or too many had come from its network. */
export type BotEnding = Exclude<Ending, "left" | "forged"> | "not_admitted";

/** Its identities, numbered from `first` on. The same seed makes the same ones. */
export function makeFarm({ bots }: FarmOptions, seed: number, first: number): Bot[] {
  const random = new Random(seed ^ 0x5eed);
  return Array.from({ length: bots }, (_, index) => ({
    id: first + index,
    kind: "farm",
    loads: [],
    ...{ reaction: 0, form: 0, pauses: [] },
    chance: random.next(),
    effort: random.between(0, 2),
  }));
}

/**
 * How many of its identities, the first ones, have a proof for this door. `work`: what a challenge takes
 * a phone on average, in ms.
 */
export function equipped(
  farm: Bot[],
  { proofs, processor }: FarmOptions,
  { door, work }: { door: Door | undefined; work: number },
): number {
  if (door === undefined) return farm.length;
  if (door !== "work") return Math.min(proofs, farm.length);
  let left = processor;
  const tooMuch = farm.findIndex(({ effort }) => {
    left -= (effort * work) / CORE;
    return left < 0;
  });
  return tooMuch < 0 ? farm.length : tooMuch;
}

/** One identity of a farm, and its way to the sale. */
export interface Identity {
  shop: Shop;
  /** How it ended. */
  ended: (ending: BotEnding) => void;
}

interface Queued extends Identity {
  /** The order URL of a slot that it holds. */
  slot?: string | undefined;
  /** Ms of pauses so far. */
  paused: number;
  /** Not again before then: ms since 1970. */
  notBefore: number;
}

/** Before the start it takes identities through the door; from the start on it claims and orders with each. */
export async function runFarm(identities: Identity[]): Promise<void> {
  const queue = identities.map((one) => ({ ...one, paused: 0, notBefore: 0 }));
  const waiting: Queued[] = [];
  await atOnce(() => prepare(queue, waiting));
  queue.unshift(...waiting);
  await atOnce(() => buyWithEach(queue));
}

async function atOnce(connection: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

/** Ends at the start: whoever is not inside by then enters when it is their turn. */
async function prepare(queue: Queued[], waiting: Queued[]): Promise<void> {
  for (let one = queue.shift(); one; one = queue.shift()) {
    const { shop } = one;
    if (shop.now() >= shop.startsAt) return void queue.unshift(one);
    const message = await comeIn(shop);
    if (isShutOut(message)) one.ended("not_admitted");
    else waiting.push(one);
  }
  const [first] = waiting;
  if (first) await wait(first.shop, first.shop.startsAt - first.shop.now() + CERTAINLY);
}

async function buyWithEach(queue: Queued[]): Promise<void> {
  for (let one = next(queue); one; one = next(queue)) {
    await wait(one.shop, one.notBefore - one.shop.now());
    const came = await tryToBuy(one);
    if (typeof came === "string") one.ended(came);
    else if (one.paused >= PATIENCE) one.ended("gave_up");
    else queue.push({ ...one, paused: one.paused + came, notBefore: one.shop.now() + came });
  }
}

/** Whoever holds a slot comes before all who want one; otherwise the longest wait. */
function next(queue: Queued[]): Queued | undefined {
  const holder = queue.findIndex(
    ({ slot, notBefore, shop }) => slot !== undefined && notBefore <= shop.now(),
  );
  return holder < 0 ? queue.shift() : queue.splice(holder, 1)[0];
}

/** How it ended, or the pause before the next try in ms. */
async function tryToBuy(one: Queued): Promise<BotEnding | number> {
  const { shop } = one;
  if (one.slot !== undefined) return order(one, one.slot);
  const message = await comeIn(shop);
  if (isShutOut(message)) return "not_admitted";
  if (message?.state === "ended") return message.reason ?? "closed";
  if (message?.order !== undefined) return order(one, message.order);
  if (message?.claim === undefined) return PAUSE.claim;
  const outcome = await shop.claim(message.claim);
  if (outcome.kind === "ended") return outcome.reason ?? "closed";
  return outcome.kind === "go" ? order(one, outcome.url) : PAUSE.claim;
}

async function order(one: Queued, slot: string): Promise<BotEnding | number> {
  const placed = await one.shop.order(slot);
  one.slot = placed === "full" || placed === "failed" ? slot : undefined;
  return meaning(placed);
}

/** A start script, from behind the door if there is one. */
async function comeIn(shop: Shop): Promise<StartMessage | undefined> {
  const message = await shop.startScript();
  const outside = message?.door !== undefined && message.state !== "ended";
  return outside && (await shop.enter()) ? shop.startScript() : message;
}

/** For want of a proof, or because too many come from their network. */
function isShutOut(message: StartMessage | undefined): boolean {
  return message?.state !== "ended" && (message?.door ?? message?.retryAfter) !== undefined;
}

function meaning(placed: Placed): BotEnding | number {
  if (placed === "placed") return "bought";
  if (placed === "sold_out" || placed === "closed") return placed;
  // With another mailbox it would be another identity.
  return placed === "taken" ? "gave_up" : PAUSE.order;
}
