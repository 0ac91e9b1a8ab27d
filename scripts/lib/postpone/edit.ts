/** Changes the times in a sale's file, and not a character besides. */
import { isScalar, parseDocument, type Scalar } from "yaml";
import { zoneOf } from "../../../site/zone.ts";
import { findZone, spoken } from "../make/when.ts";
import { Refusal } from "../refusal.ts";

/** As written in the file, offset included. */
export interface WrittenTimes {
  startsAt: string;
  endsAt: string;
}

/** What stands before the keys, and the keys. */
const FRONT = /^(\uFEFF?---[ \t]*\r?\n)([\s\S]*?)^---[ \t]*$/m;

/** `text` is the file's; quotes, order and comments stay, but for those that say a time in words. */
export function withTimes(text: string, times: WrittenTimes): string {
  const [, opening = "", keys = ""] = FRONT.exec(text) ?? [];
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

/** Behind a time, `new` says it in words: those of the new time then, or none, but no wrong ones. */
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
