/** The new start and end of a sale: what the person means, and whether it is allowed. */

import { isScalar, parseDocument, type Scalar } from "yaml";
import { splitFrontmatter } from "../../../site/build/frontmatter.ts";
import type { SaleFile } from "../../../site/build/sale-files.ts";
import { zoneOf } from "../../../site/zone.ts";
import { Refusal, UsageError } from "../refusal.ts";
import {
  after,
  findZone,
  machineZone,
  offsetAt,
  type Read,
  readWhen,
  readZone,
  spoken,
} from "../when.ts";

export interface Asked {
  to: string;
  ends: string | undefined;
  zone: string | undefined;
  /** Also of a sale that has begun. */
  force: boolean;
}

export interface NewTimes {
  written: WrittenTimes;
  /** Milliseconds since 1970. */
  startsAt: number;
  endsAt: number;
}

/** Throws a UsageError for an invalid time, a Refusal for one that the sale cannot have. */
export function newTimes(file: SaleFile, asked: Asked, now: number): NewTimes {
  const zone = zoneFor(file, asked.zone);
  const start = read("--to", asked.to, zone);
  mayMove(file, start.at, asked.force, now);
  const end = asked.ends === undefined ? moved(file, start) : read("--ends", asked.ends, zone);
  if (end.at <= start.at) {
    throw new UsageError(`--ends ${asked.ends}: it must be later than the start, ${start.iso}`);
  }
  return {
    startsAt: start.at,
    endsAt: end.at,
    written: { startsAt: start.iso, endsAt: end.iso },
  };
}

/**
 * A time without an offset is read in the file's zone. An offset knows no summer time: if this machine's zone
 * has the file's offset at the old start, the zone is what the offset stood for.
 */
function zoneFor({ startsAt, worker }: SaleFile, named: string | undefined): string {
  const zone = readZone(named);
  if (zone !== undefined) return zone;
  const offset = offsetOf(startsAt);
  const here = machineZone();
  return offsetAt(worker.startsAt, here) === offset ? here : offset;
}

/** "+01:00", as Temporal takes it for a zone. */
function offsetOf(iso: string): string {
  const offset = /(?:[+-]\d{2}:?\d{2})$/.exec(iso)?.[0] ?? "+00:00";
  return offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

type Time = Extract<Read, { ok: true }>;

function read(option: string, text: string, zone: string): Time {
  const time = readWhen(text, zone);
  if (time.ok) return time;
  throw new UsageError(`${option} ${text}: it ${time.problem}`);
}

/** The sale stays as long as it was. */
function moved({ worker }: SaleFile, start: Time): Time {
  const length = worker.endsAt - worker.startsAt;
  const end = after(start.at, length, offsetOf(start.iso));
  if (end.ok) return end;
  throw new Refusal(`the end cannot be moved: it ${end.problem}`);
}

function mayMove({ slug, worker }: SaleFile, to: number, force: boolean, now: number): void {
  if (to <= now) throw new Refusal(`${slug} cannot start in the past; say a time that is to come`);
  if (to === worker.startsAt) throw new Refusal(`${slug} starts then already`);
  if (to < worker.startsAt) throw new Refusal(`${slug} ${EARLIER}`);
  if (worker.startsAt <= now && !force) throw new Refusal(`${slug} ${BEGUN}`);
}

const EARLIER =
  "would start earlier than it does now, and pages that wait would hear of it late: postpone only moves a start back. If you mean it, change startsAt in its file, and deploy";
const BEGUN =
  "has begun: shoppers may hold slots or have ordered. To stop it for a while, pause it. With --force its start moves all the same: orders stay, and nobody gets a slot or can order until the new start";

// ── The file ───────────────────────────────────────────────────────────────────────────────────
/** As written in the file, offset included. */
export interface WrittenTimes {
  startsAt: string;
  endsAt: string;
}

/** `text` is the file's; quotes, order and comments stay, but for those that say a time in words. */
export function withTimes(text: string, times: WrittenTimes): string {
  const { opening = "", keys = "" } = splitFrontmatter(text) ?? {};
  const doc = parseDocument(keys, { version: "1.2", schema: "core" });
  const edits = (["startsAt", "endsAt"] as const).map((key) => {
    const node = doc.get(key, true);
    if (!isScalar(node) || !node.range) throw new Refusal(`${key} cannot be found in the file`);
    const [from, to] = node.range;
    const words = wordsBehind(keys.slice(to), String(node.value), times[key]);
    const by = like(node, times[key]) + words.by;
    return { from: opening.length + from, to: opening.length + to + words.length, by };
  });
  edits.sort((a, b) => b.from - a.from);
  return edits.reduce((all, { from, to, by }) => all.slice(0, from) + by + all.slice(to), text);
}

function like({ type }: Scalar, value: string): string {
  if (type === "QUOTE_DOUBLE") return `"${value}"`;
  return type === "QUOTE_SINGLE" ? `'${value}'` : value;
}

/** "   # Friday 27 November 2026, 10:00 in Berlin" */
const WORDS =
  /^(?<gap>[ \t]+# )(?<clock>\w+ \d+ \w+ \d{4}, [\d:]+)(?: in (?<city>[^\r\n]+?)| UTC)[ \t]*$/;

/** `new` writes each time in words in a comment behind it: that comment is updated, or removed if it cannot be. */
function wordsBehind(rest: string, old: string, time: string): { length: number; by: string } {
  const line = /^[^\r\n]*/.exec(rest)?.[0] ?? "";
  const { gap = "", clock, city = "UTC" } = WORDS.exec(line)?.groups ?? {};
  if (clock === undefined || !spoken(Date.parse(old), zoneOf(old)).startsWith(`${clock} `)) {
    return { length: 0, by: "" };
  }
  const zone = findZone(city);
  const by = zone === undefined ? "" : gap + spoken(Date.parse(time), zone);
  return { length: line.length, by };
}
