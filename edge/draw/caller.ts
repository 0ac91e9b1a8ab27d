/**
 * How fast a draw calls: a control loop that needs no clock and no storage of its own. It calls as many as
 * free slots and units left can take, by how many came of those called before.
 *
 * What it knows of the crowd is one figure, the density: how many shoppers come for each whole of the
 * numbers. Gates that have had a free slot for a while tell it, since everybody whom they had to admit has
 * been; of a gate that is full nobody can tell, and it needs nobody.
 */
import type { CallStep } from "../contract.ts";
import type { Called } from "../stockroom/messages.ts";
import { EVERYBODY, lateBy, lateNumber } from "./number.ts";

/** What a call is decided by. Times: ms since 1970. */
export interface Scene {
  now: number;
  startsAt: number;
  gates: number;
  /** Of each gate. */
  slots: number;
  /** Units that are in no order. */
  unsold: number;
  /** How many shoppers the shop expects. */
  expected?: number | undefined;
}

/** When nobody says how many will come: the loop copes with a hundredth and with a hundred times of it. */
export const EXPECTED = 100_000;
/** The first call is for so many more shoppers than expected. */
const CAUTION = 100;
/** Isolates hear of a call after a while, pages ask every few seconds, and people have to look. Ms. */
const HEARD_AFTER = 1_000;
const COME_WITHIN = 8_000;
/** Who was refused tries again within this: then nobody waits for a gate that has a free slot. Ms. */
const CAUGHT_UP_AFTER = 5_000;
/** A gate with open slots that has not spoken for so long is asked. Ms. */
const HEARD_WITHIN = 10_000;
/** What is freed while those who are called are on their way is called for in advance. Ms. */
const AHEAD = 4_000;
/** What came long ago says little of who is still there. Ms. */
const FORGOTTEN_WITHIN = 30_000;
/** So much evidence is kept, in shoppers: less would be guessing. */
const LEAST_EVIDENCE = 6;
/** When those in line have been counted, ms after the start, and how long their number must stand still. */
const COUNTED_AFTER = 8_000;
const COUNTED_WITHIN = 3_000;
/** Shoppers for each gate in one call. It hears each a few times: well below 500 a second. */
const MOST_A_GATE = 150;
/** Shoppers who may be on the way to the last unit, on the average. */
const AT_A_TIME = 0.3;
/** While there is anything to have, the line moves on, if only by a tenth of a shopper. */
const LEAST_CALL = 0.1;
/** After everybody who was there before the start, one whole of the line is as long as this. Ms. */
const LATE_UNIT = 600_000;
/** So many of the slots are kept busy: for the last ones, each at another gate, many would be called for each. */
const BUSY = 0.95;
/** The pace is told over so long. Ms. */
const PACE_OVER = 60_000;

interface GateSeen extends Called {
  /** Or when it was last asked in vain, ms since 1970. */
  heardAt: number;
  /** When it last had no slot to give, ms since 1970. */
  blockedAt: number;
  /** Nobody waited for it when it was last looked at: had it been counted only then, the gates that fill up would never count. */
  wasCaughtUp: boolean;
  /** How much of what it has admitted, and of what had been called for it, is in the density. */
  counted: { admitted: number; come: number };
}

/** A scene, and how the line stands in it. */
interface Line extends Scene {
  /** How far has been called, and how far everybody has had the time to come. */
  place: number;
  come: number;
  density: number;
}

const NOTHING = { came: 1, of: 1 };

function newGate(): GateSeen {
  const counted = { admitted: 0, come: 0 };
  return { open: 0, admitted: 0, blockedAt: 0, wasCaughtUp: true, heardAt: 0, counted };
}

/** Where in the line a number is: up to 1 as the number is, then by time of arrival. */
function placeOf(called: number): number {
  return called <= 1 ? called : 1 + lateBy(called) / LATE_UNIT;
}

function calledAt(place: number): number {
  return place <= 1 ? place : lateNumber((place - 1) * LATE_UNIT, 0);
}

/** The stockroom's, one of each draw. In memory: after a restart it learns from what the gates tell. */
export class Caller {
  readonly #gates = new Map<number, GateSeen>();
  /** How many came, and out of how much of the line. */
  #evidence: { came: number; of: number } | undefined;
  #isLate = false;
  /** Slots that became free, a second. */
  #freed = 0;
  #before: { at: number; admitted: number; open: number } | undefined;
  /** How many stand in line, by what each isolate has counted: whoever meets several is counted several times. */
  readonly #isolates = new Map<string, number>();
  #inLine = 0;
  #inLineBefore = { at: 0, count: 0 };

  /** A gate has told how many it has admitted. `full`: it had to refuse somebody since. */
  hear(gate: number, told: Called & { full: boolean }, slots: number, now: number): void {
    const seen = this.#gates.get(gate) ?? newGate();
    const { open, admitted } = told;
    const isBlocked = told.full || open >= slots;
    const blockedAt = isBlocked ? now : seen.blockedAt;
    this.#gates.set(gate, { ...seen, open, admitted, blockedAt, heardAt: now });
  }

  /**
   * Gates that were there before this object restarted: until they have told, each may be full, and what
   * it has admitted is news once it tells.
   */
  expect(gates: readonly number[], slots: number, now: number): void {
    for (const gate of gates) {
      const full = { open: slots, blockedAt: now, wasCaughtUp: false };
      this.#gates.set(gate, { ...newGate(), ...full, heardAt: Number.NEGATIVE_INFINITY });
    }
  }

  /**
   * A gate with open slots that has not told anything for a while, so that it should be asked; told to one
   * caller. It may have restarted, or its last message may have been overtaken by an earlier one.
   */
  toAsk(now: number): number | undefined {
    for (const [gate, seen] of this.#gates) {
      if (seen.open === 0 || now - seen.heardAt < HEARD_WITHIN) continue;
      seen.heardAt = now;
      return gate;
    }
    return undefined;
  }

  /** What isolates have counted: an isolate tells how many different shoppers in line have asked it. */
  count(inLine: readonly (readonly [isolate: string, count: number])[]): void {
    for (const [isolate, count] of inLine) {
      this.#inLine += count - (this.#isolates.get(isolate) ?? 0);
      this.#isolates.set(isolate, count);
    }
  }

  /** How far to call now; undefined when there is nothing to have. */
  next(scene: Scene, steps: readonly CallStep[]): number | undefined {
    const called = steps.at(-1)?.called ?? 0;
    if (called >= EVERYBODY) return undefined;
    const place = placeOf(called);
    const come = comeOf(steps, scene.now);
    this.#meet(scene);
    this.#learn(scene, place, come);
    const { came, of } = this.#evidence ?? NOTHING;
    const line: Line = { ...scene, place, come, density: came / of };
    const open = this.#sum("open");
    const free = scene.unsold - open; // an open slot reserves its unit
    if (free <= 0 || open >= scene.gates * scene.slots) return undefined;
    const wanted = Math.min(
      this.#forSlots(line, open),
      this.#forUnits(line, free, came),
      MOST_A_GATE * scene.gates,
    );
    const step = Math.max(wanted, Math.min(LEAST_CALL, free / 500)) / line.density;
    return reach(line, step);
  }

  /** What shoppers are told about the line, as far as it can be said. */
  told(now: number, steps: readonly CallStep[]): { crowd?: number; pace?: number } {
    const { came, of } = this.#evidence ?? { ...NOTHING, came: 0 };
    const crowd = !this.#isLate && came >= LEAST_EVIDENCE ? { crowd: Math.round(came / of) } : {};
    const last = steps.at(-1);
    const before = steps.findLast(({ at }) => now - at >= PACE_OVER);
    if (!last || !before || last.called > 1) return crowd;
    return { ...crowd, pace: (last.called - before.called) / ((now - before.at) / 1_000) };
  }

  /** A gate that has never told anything has never admitted anybody. */
  #meet({ gates }: Scene): void {
    for (let gate = this.#gates.size === gates ? gates : 0; gate < gates; gate++) {
      if (!this.#gates.has(gate)) this.#gates.set(gate, newGate());
    }
  }

  // ── What came of the numbers called before ────────────────────────────────────────────────

  #learn(scene: Scene, place: number, come: number): void {
    const { now, gates, expected } = scene;
    this.#evidence ??= { came: 1, of: 1 / (CAUTION * (expected ?? EXPECTED)) };
    if (place >= 1 && !this.#isLate) this.#turnLate();
    if (this.#evidence.came <= 1 && this.#isCounted(scene)) this.#believeCount();
    this.#forget(now);
    for (const gate of this.#gates.values()) {
      const isCaughtUp = now - gate.blockedAt >= CAUGHT_UP_AFTER;
      if (isCaughtUp || gate.wasCaughtUp) {
        this.#evidence.came += gate.admitted - gate.counted.admitted;
        this.#evidence.of += (come - gate.counted.come) / gates;
        gate.counted = { admitted: gate.admitted, come };
      }
      gate.wasCaughtUp = isCaughtUp;
    }
  }

  /** Some seconds after the start every page has asked; and while more are counted, there are more to come. */
  #isCounted({ now, startsAt }: Scene): boolean {
    const { at, count } = this.#inLineBefore;
    if (now - at < COUNTED_WITHIN) return false;
    this.#inLineBefore = { at: now, count: this.#inLine };
    return now - startsAt >= COUNTED_AFTER && count > 0.8 * this.#inLine;
  }

  /** Better than any guess: as if a few had come of so many. */
  #believeCount(): void {
    this.#evidence = { came: LEAST_EVIDENCE, of: LEAST_EVIDENCE / (1.5 * this.#inLine) };
  }

  /** Those who came after the start may be many more, or fewer, in their ten minutes. */
  #turnLate(): void {
    const { came, of } = this.#evidence ?? NOTHING;
    this.#isLate = true;
    this.#evidence = { came: 1, of: of / came / CAUTION };
  }

  #forget(now: number): void {
    const [admitted, open] = [this.#sum("admitted"), this.#sum("open")];
    const { at, ...before } = this.#before ?? { at: now, admitted, open };
    this.#before = { at: now, admitted, open };
    if (now === at || !this.#evidence) return;
    const kept = Math.exp((at - now) / FORGOTTEN_WITHIN);
    const freed = Math.max(0, admitted - before.admitted - (open - before.open));
    this.#freed = this.#freed * kept + (freed / (now - at)) * 1_000 * (1 - kept);
    const factor = Math.max(kept, Math.min(1, LEAST_EVIDENCE / this.#evidence.came));
    this.#evidence.came *= factor;
    this.#evidence.of *= factor;
  }

  // ── What there is to have ─────────────────────────────────────────────────────────────────

  /** For how many shoppers there are slots, now and in a moment, whom nobody is on the way to. */
  #forSlots(line: Line, open: number): number {
    const { gates, slots } = line;
    const soon = (this.#freed * AHEAD) / 1_000;
    let wanted = 0;
    for (const gate of this.#gates.values()) {
      wanted += Math.max(0, slots - gate.open + soon / gates - comingTo(gate, line));
    }
    const enough = BUSY * gates * slots + soon - open - onTheWay(line);
    return Math.min(wanted, Math.max(0, enough));
  }

  /**
   * For how many shoppers there are units. The fewer are left, the more it matters that not more are called
   * than can have one, or the fastest of them would: so the density is taken to be as high as it may well
   * be, by what little is known, and two deviations more are taken to be coming.
   */
  #forUnits(line: Line, free: number, came: number): number {
    const doubt = (1 + 1 / Math.sqrt(came)) ** 2;
    let coming = 0;
    for (const gate of this.#gates.values()) coming += comingTo(gate, line);
    const units = free - coming * doubt - 2 * Math.sqrt(coming * doubt);
    const careful = units <= 0 ? 0 : units / (1 + 3 / Math.sqrt(units)) / doubt;
    // Or else the line of a sale with a single unit would hardly move before anybody has come.
    return Math.max(careful, Math.min(free, came < 2 ? 1 : AT_A_TIME) - coming);
  }

  #sum(what: "open" | "admitted"): number {
    let sum = 0;
    for (const gate of this.#gates.values()) sum += gate[what];
    return sum;
  }
}

/** Shoppers who have been called and have not had the time to come. */
function onTheWay({ place, come, density }: Line): number {
  return (place - come) * density;
}

/** To a gate that has had a free slot for a while, only those; else also those who wait for it. */
function comingTo(gate: GateSeen, line: Line): number {
  const { now, gates, come, density } = line;
  const mine = onTheWay(line) / gates;
  if (now - gate.blockedAt >= CAUGHT_UP_AFTER) return mine;
  const { counted } = gate;
  const waiting = ((come - counted.come) * density) / gates - (gate.admitted - counted.admitted);
  return mine + Math.max(0, waiting);
}

/** So much further along the line. Everybody is called once all have been who came until now. */
function reach({ now, startsAt, place }: Line, step: number): number {
  const end = 1 + (now - startsAt) / LATE_UNIT;
  if (place < 1) return Math.min(1, place + step);
  // Nobody came within less than a millisecond, nor has a number digits for it.
  const next = place + Math.max(step, 1 / LATE_UNIT);
  return next >= end ? EVERYBODY : calledAt(next);
}

/** How far along the line everybody has had the time to come. */
function comeOf(steps: readonly CallStep[], now: number): number {
  let come = 0;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (!step) continue;
    const length = placeOf(step.called) - placeOf(steps[i - 1]?.called ?? 0);
    const part = (now - step.at - HEARD_AFTER) / (COME_WITHIN - HEARD_AFTER);
    if (part >= 1) return come + placeOf(step.called);
    if (part > 0) come += length * part * part * (3 - 2 * part);
  }
  return come;
}
