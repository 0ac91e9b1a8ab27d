/** Changes the times in a sale's file, and not a character besides. */
import { isScalar, parseDocument, type Scalar } from "yaml";
import { Refusal } from "../refusal.ts";

/** As written in the file, offset included. */
export interface WrittenTimes {
  startsAt: string;
  endsAt: string;
}

/** What stands before the keys, and the keys. */
const FRONT = /^(\uFEFF?---[ \t]*\r?\n)([\s\S]*?)^---[ \t]*$/m;

/** `text` is the file's; comments, quotes and order stay. */
export function withTimes(text: string, times: WrittenTimes): string {
  const [, opening = "", keys = ""] = FRONT.exec(text) ?? [];
  const doc = parseDocument(keys, { version: "1.2", schema: "core" });
  const edits = (["startsAt", "endsAt"] as const).map((key) => {
    const node = doc.get(key, true);
    if (!isScalar(node) || !node.range) throw new Refusal(`${key} cannot be found in the file`);
    const [from, to] = node.range;
    return { from: opening.length + from, to: opening.length + to, by: like(node, times[key]) };
  });
  edits.sort((a, b) => b.from - a.from);
  return edits.reduce((all, { from, to, by }) => all.slice(0, from) + by + all.slice(to), text);
}

function like({ type }: Scalar, value: string): string {
  if (type === "QUOTE_DOUBLE") return `"${value}"`;
  return type === "QUOTE_SINGLE" ? `'${value}'` : value;
}
