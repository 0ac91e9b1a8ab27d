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
/** What is freed while those who are called are on their way is called for in advance. Ms. */
const AHEAD = 4_000;
/** What came long ago says little of who is still there. Ms. */
const FORGOTTEN_WITHIN = 30_000;
/** So much evidence is kept, in shoppers: less would be guessing. */
const LEAST_EVIDENCE = 6;
/** Shoppers for each gate in one call. It hears each a few times: well below 500 a second. */
const MOST_A_GATE = 150;
/** While there is anything to have, the line moves on, if only by a tenth of a shopper. */
const LEAST_CALL = 0.1;
/** After everybody who was there before the start, one whole of the line is as long as this. Ms. */
const LATE_UNIT = 600_000;
/** So many of the slots are kept busy: for the last ones, each at another gate, many would be called for each. */
const BUSY = 0.95;
/** The pace is told over so long. Ms. */
const PACE_OVER = 60_000;

interface GateSeen extends Called {
  /** When it last had no slot to give, ms since 1970. */
  blockedAt: number;
  /** Nobody waited for it when it was last looked at: had it been counted only then, the gates that fill up would never count. */
  wasCaughtUp: boolean;
  /** How much of what it has admitted, and of what had been called for it, is in the density. */
  counted: { admitted: number; come: number };
}

function newGate(): GateSeen {
  const counted = { admitted: 0, come: 0 };
  return { open: 0, admitted: 0, blockedAt: 0, wasCaughtUp: true, counted };
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

  /** A gate has told how many it has admitted. `full`: it had to refuse somebody since. */
  hear(gate: number, told: Called & { full: boolean }, slots: number, now: number): void {
    const seen = this.#gates.get(gate) ?? newGate();
    const { open, admitted } = told;
    const isBlocked = told.full || open >= slots;
    const blockedAt = isBlocked ? now : seen.blockedAt;
    this.#gates.set(gate, { ...seen, open, admitted, blockedAt });
  }

  /** How far to call now; undefined when there is nothing to have. */
  next(scene: Scene, steps: readonly CallStep[]): number | undefined {
    const called = steps.at(-1)?.called ?? 0;
    if (called >= EVERYBODY) return undefined;
    const place = placeOf(called);
    const come = comeOf(steps, scene.now);
    this.#meet(scene);
    this.#learn(scene, place, come);
    const free = this.#units(scene);
    if (free <= 0 || !this.#hasSlot(scene)) return undefined;
    const density = this.#density(scene);
    const wanted = Math.min(
      this.#slotsFor(scene, density, place, come),
      tail(free - this.#coming(scene, density, place, come)),
    );
    const most = Math.min(wanted, MOST_A_GATE * scene.gates);
    return this.#reach(scene, place, Math.max(most, Math.min(LEAST_CALL, free / 50)) / density);
  }

  /** What shoppers are told about the line, as far as it can be said. */
  told(now: number, steps: readonly CallStep[]): { crowd?: number; pace?: number } {
    const { came = 0, of = 1 } = this.#evidence ?? {};
    const crowd = !this.#isLate && came >= LEAST_EVIDENCE ? { crowd: Math.round(came / of) } : {};
    const last = steps.at(-1);
    const before = steps.findLast(({ at }) => now - at >= PACE_OVER);
    if (!last || !before || last.called > 1) return crowd;
    return { ...crowd, pace: (last.called - before.called) / ((now - before.at) / 1_000) };
  }

  /** Where the line ends for now: everybody is called once all have been who came until now. */
  #reach({ now, startsAt }: Scene, place: number, step: number): number {
    const end = 1 + (now - startsAt) / LATE_UNIT;
    if (place < 1) return Math.min(1, place + step);
    return place + step >= end ? EVERYBODY : calledAt(place + step);
  }

  /** A gate that has never told anything has never admitted anybody. */
  #meet({ gates }: Scene): void {
    for (let gate = this.#gates.size === gates ? gates : 0; gate < gates; gate++) {
      if (!this.#gates.has(gate)) this.#gates.set(gate, newGate());
    }
  }

  // ── What came of the numbers called before ────────────────────────────────────────────────

  #learn({ now, gates, expected }: Scene, place: number, come: number): void {
    this.#evidence ??= { came: 1, of: 1 / (CAUTION * (expected ?? EXPECTED)) };
    if (place >= 1 && !this.#isLate) this.#turnLate();
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

  /** Those who came after the start may be many more, or fewer, in their ten minutes. */
  #turnLate(): void {
    const { came, of } = this.#evidence ?? { came: 1, of: 1 };
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

  #density(_: Scene): number {
    const { came, of } = this.#evidence ?? { came: 1, of: 1 };
    return came / of;
  }

  // ── What there is to have ─────────────────────────────────────────────────────────────────

  /** Units that no open slot reserves. */
  #units({ unsold }: Scene): number {
    return unsold - this.#sum("open");
  }

  #hasSlot({ gates, slots }: Scene): boolean {
    return this.#sum("open") < gates * slots;
  }

  /** For how many shoppers there are slots, now and in a moment, whom nobody is on the way to. */
  #slotsFor({ gates, slots, now }: Scene, density: number, place: number, come: number): number {
    const soon = (this.#freed * AHEAD) / 1_000;
    let wanted = 0;
    let onTheWay = 0;
    for (const gate of this.#gates.values()) {
      const coming = comingTo(gate, { now, gates }, density, place, come);
      wanted += Math.max(0, slots - gate.open + soon / gates - coming);
    }
    onTheWay = (place - come) * density;
    const enough = BUSY * gates * slots + soon - this.#sum("open") - onTheWay;
    return Math.min(wanted, Math.max(0, enough));
  }

  /** Shoppers who have been called and have not been admitted yet. */
  #coming({ gates, now }: Scene, density: number, place: number, come: number): number {
    let coming = 0;
    for (const gate of this.#gates.values()) {
      coming += comingTo(gate, { now, gates }, density, place, come);
    }
    return coming;
  }

  #sum(what: "open" | "admitted"): number {
    let sum = 0;
    for (const gate of this.#gates.values()) sum += gate[what];
    return sum;
  }
}

/** With a free slot for a while, only those are missing who are on their way; else also those who wait. */
function comingTo(
  gate: GateSeen,
  { now, gates }: Pick<Scene, "now" | "gates">,
  density: number,
  place: number,
  come: number,
): number {
  const onTheWay = ((place - come) * density) / gates;
  if (now - gate.blockedAt >= CAUGHT_UP_AFTER) return onTheWay;
  const { admitted, come: counted } = gate.counted;
  const waiting = ((come - counted) * density) / gates - (gate.admitted - admitted);
  return onTheWay + Math.max(0, waiting);
}

/** The fewer units are left, the more it matters that not more are called than can have one. */
function tail(units: number): number {
  return units <= 0 ? 0 : units / (1 + 1.5 / Math.sqrt(units));
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
