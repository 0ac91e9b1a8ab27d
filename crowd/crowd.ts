/**
 * The crowd that comes to a sale, as pure data: the same seed gives the same crowd. What each visitor
 * does is in `visit.ts`, over a `Shop` (`shop.ts`): `rehearse` brings one that reaches the real Worker
 * over the network, `plan` and the simulation one in virtual time. What a *page* does by itself is the
 * page's own code, in `open-page.ts`.
 */
import { Random } from "./random.ts";

/**
 * - `early` loads the page before the start, refreshes it some times, clicks when the button opens
 * - `surge` comes with the many at the start
 * - `double` clicks twice, and sends the form twice
 * - `leaver` gets a slot, sees the form and goes away without a word; the slot lapses
 * - `slow` needs longer for the form than the slot lives, and then tries once more, faster
 * - `jumper` a bot: before the start it claims with made-up tokens; after it, it is a fast shopper
 * - `forger` a bot: after the start it tries forged, reused and other shoppers' URLs; it buys nothing
 */
export type Kind = "early" | "surge" | "double" | "leaver" | "slow" | "jumper" | "forger";

/** Of all visitors; they add up to 1. */
export const SHARES: Record<Kind, number> = {
  early: 0.3,
  surge: 0.44,
  double: 0.06,
  leaver: 0.1,
  slow: 0.05,
  jumper: 0.03,
  forger: 0.02,
};

/** `Of`: a kind of the crowd, or `farm` for a bot farm's identity (`farm.ts`). */
export interface Visitor<Of = Kind> {
  /** 0, 1, 2, …, in no order of time. */
  id: number;
  kind: Of;
  /**
   * When the page is loaded, and loaded again: ms after the start (negative before it), ascending, at
   * least one. Each is one page load at the CDN, and one start script. All but the first are
   * refreshes; those of a sale that is over by then, or of a shopper with a slot, do not take place
   * (they all come before the start). A jumper's are moments at which it tries.
   */
  loads: number[];
  /** From the live button to the click, in ms. Each claim after a new page load has it again. */
  reaction: number;
  /** From the order form to its sending, in ms. `slow`: longer than the slot lives. */
  form: number;
  /**
   * After "full": the pause before the next click, in ms, one for each time; after the last one the
   * visitor gives up. Never less than the `Retry-After` of 1 s, for which the page locks the button.
   */
  pauses: number[];
  /** In [0, 1): the seed of the random waits of the visitor's pages (see `open-page.ts`). */
  chance: number;
  /** At the door `work`: what this visitor's challenge takes, in mean challenges, from 0 to 2. */
  effort: number;
}

export interface CrowdOptions {
  /** A whole number. */
  seed: number;
  /** Visitors in all, bots too. */
  shoppers: number;
  /** As long as a slot lives in the sale's file, in ms. */
  hold: number;
  /**
   * By how much time in the form is shortened, and the hold with it. Pauses and arrivals are not:
   * what a page waits for, it waits for. 1 in real life.
   */
  scale: number;
  arrivals: Arrivals;
  /** `SHARES` if not given. */
  shares?: Record<Kind, number>;
}

/** How the crowd comes, in ms. */
export interface Arrivals {
  /** Early ones come in so long before the start. */
  lead: number;
  /** The surge: half of it is there after 0.7 times this, 95 % after 3 times; nobody after 4. */
  rush: number;
}

/** In real life: the early come in the last five minutes, the many within seconds. */
export const REAL_ARRIVALS: Arrivals = { lead: 300_000, rush: 5_000 };

/** Ms of a person in the form, by the sale's hold in real life: an address is typed in half a minute. */
export const FORM = { least: 12_000, usual: 30_000, most: 75_000 };
/** Nobody but the slow takes more of the hold than this. */
const FORM_OF_HOLD = 0.85;
/** The slow: so much of the hold. */
const TOO_LONG = { least: 1.05, most: 1.3 };

/** Refreshes of early ones, at most; at least one. */
const REFRESHES = 6;
/** Clicks after "full", before one gives up. */
const RETURNS = { least: 5, most: 20 };
/** What the page locks the button for after "full": its `Retry-After`. */
const LEAST_PAUSE = 1_000;
/** Each pause is so much longer than the one before, up to the longest. */
const PAUSE = { first: 1_200, growth: 1.3, longest: 8_000 };

/** The hold of the sale that this crowd comes to, in ms. */
export function scaledHold({ hold, scale }: Pick<CrowdOptions, "hold" | "scale">): number {
  return Math.round(hold / scale);
}

export function makeCrowd(options: CrowdOptions): Visitor[] {
  const { seed, shoppers } = options;
  const random = new Random(seed);
  // Each has random numbers of their own, so that a larger crowd begins with the same people.
  return Array.from({ length: shoppers }, (_, id) =>
    makeVisitor(id, new Random(Math.floor(random.next() * 2 ** 32)), options),
  );
}

function makeVisitor(id: number, random: Random, options: CrowdOptions): Visitor {
  const kind = random.pick(options.shares ?? SHARES);
  return {
    id,
    kind,
    loads: loadsOf(kind, random, options.arrivals),
    reaction: reactionOf(kind, random),
    form: formOf(kind, random, options),
    pauses: pausesOf(random),
    chance: random.next(),
    effort: random.between(0, 2),
  };
}

function loadsOf(kind: Kind, random: Random, { lead, rush }: Arrivals): number[] {
  const early = () => -Math.round(random.between(0.05, 1) * lead);
  const surge = () => Math.round(Math.min(4 * rush, random.exponential(rush)));
  const many = (times: number) => Array.from({ length: times }, early).sort((a, b) => a - b);
  switch (kind) {
    case "early":
      return many(1 + random.whole(1, REFRESHES));
    case "jumper":
      return many(random.whole(1, 3));
    case "surge":
    case "forger":
      return [surge()];
    default:
      return [random.next() < 0.5 ? early() : surge()];
  }
}

function reactionOf(kind: Kind, random: Random): number {
  return Math.round(kind === "jumper" ? random.between(0, 50) : random.between(200, 1_500));
}

function formOf(kind: Kind, random: Random, options: CrowdOptions): number {
  const hold = scaledHold(options);
  if (kind === "slow") return Math.round(random.between(TOO_LONG.least, TOO_LONG.most) * hold);
  const typed = FORM.least + random.exponential(FORM.usual - FORM.least);
  const scaled = Math.min(FORM.most, typed) / options.scale;
  return Math.round(Math.min(scaled, FORM_OF_HOLD * hold));
}

function pausesOf(random: Random): number[] {
  return Array.from({ length: random.whole(RETURNS.least, RETURNS.most) }, (_, i) => {
    const usual = Math.min(PAUSE.longest, PAUSE.first * PAUSE.growth ** i);
    return Math.round(Math.max(LEAST_PAUSE, usual * random.between(0.8, 1.4)));
  });
}
