/** Numbers and times in words, with nothing in them that could control a terminal. */
import { zoneName } from "../../site/zone.ts";
import { context } from "./context.ts";

/**
 * When and where somebody reads it, and where it happens: times are said in the sale's zone, with the
 * reader's beside it where their clocks differ, and as seen from now.
 */
export interface LocalNow {
  /** Milliseconds since 1970. */
  now: number;
  /** The reader's; default: this machine's. */
  zone?: string;
  /** The sale's, by name or as "+01:00"; undefined where no sale is meant. */
  sale?: string;
}

export function localNow(): LocalNow {
  const { clock } = context();
  return { now: clock.now(), zone: clock.zone() };
}

/** "1,200" */
export const number = (value: number) => value.toLocaleString("en");

/** "1 unit", "1,200 units". */
export function count(many: number, noun: string): string {
  return `${number(many)} ${noun}${many === 1 ? "" : "s"}`;
}

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

/** "Sat, 12 Dec 2026, 10:00:00 CET", "Sat, 12 Dec 2026, 10:00:00 UTC+1 (17:00:00 here)" */
export function time(at: number, { zone, sale }: LocalNow): string {
  if (sale === undefined || isSameClock(at, sale, zone)) {
    return `${wall(at, zone, { ...DAY, ...CLOCK })} ${nameOf(at, zone)}`;
  }
  const day = { weekday: "short", day: "numeric" } as const;
  const isSameDay = wall(at, sale, day) === wall(at, zone, day);
  const here = wall(at, zone, isSameDay ? CLOCK : { weekday: "short", ...CLOCK });
  return `${wall(at, sale, { ...DAY, ...CLOCK })} ${nameOf(at, sale)} (${here} here)`;
}

/** "10:00:00", "10:00:00 (17:00:00 here)" */
export function clock(at: number, { zone, sale }: LocalNow): string {
  const here = wall(at, zone, CLOCK);
  if (sale === undefined || isSameClock(at, sale, zone)) return here;
  return `${wall(at, sale, CLOCK)} (${here} here)`;
}

function wall(at: number, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  return new Intl.DateTimeFormat("en-GB", { ...options, ...timeZone }).format(at);
}

function isSameClock(at: number, zone: string, other: string | undefined): boolean {
  const full = { ...DAY, ...CLOCK };
  return wall(at, zone, full) === wall(at, other, full);
}

/** "CET", "UTC+1" */
function nameOf(at: number, zone: string | undefined): string {
  if (zone !== undefined && /^[+-]/.test(zone)) return zoneName(zone);
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  const options = { ...timeZone, timeZoneName: "short" } as const;
  const parts = new Intl.DateTimeFormat("en-GB", options).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** "in 5 min 3 s", "2 h 1 min ago", "now". */
export function away(at: number, { now }: LocalNow): string {
  const length = spell(Math.abs(at - now));
  if (length === "0 s") return "now";
  return at > now ? `in ${length}` : `${length} ago`;
}

export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** "no orders", "0.3 orders/s", "1,240 orders/s" */
export function perSecond(rate: number): string {
  if (rate === 0) return "no orders";
  const digits = { maximumFractionDigits: rate < 10 ? 1 : 0 };
  return rate < 0.05 ? "under 0.1 orders/s" : `${rate.toLocaleString("en", digits)} orders/s`;
}

/** "40 ms", "4.2 s", "3 min 12 s". */
export function lasting(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 59_950 ? seconds(milliseconds) : spell(milliseconds);
}

const UNITS: [name: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** The largest unit and the one below it: nobody wants the seconds of five days. */
function spell(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1000);
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) return "0 s";
  let rest = whole;
  const parts = UNITS.slice(first, first + 2).map(([name, size]) => {
    const many = Math.floor(rest / size);
    rest %= size;
    return many === 0 ? "" : `${many} ${name}`;
  });
  return parts.filter(Boolean).join(" ");
}

/**
 * What an order system or a gate said may hold anything: controls (C0 and C1) steer a terminal, and
 * direction marks make it show something else than is there.
 */
export const harmless = (text: string) =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
