/** What stands in a sale's Markdown, found without rendering it: a build may not be possible yet. */
import type { Finding } from "./finding.ts";
import { type Subject, warning } from "./subject.ts";

export interface BodyPicture {
  alt: string;
  path: string;
  /** The path stands elsewhere, under a name. */
  byReference?: true;
  /** Of the file. */
  line: number;
}

const INLINE = /!\[(?<alt>[^\]]*)\]\(\s*(?:<(?<a>[^>]+)>|(?<b>[^\s)]+))/g;
const REFERENCE = /!\[(?<alt>[^\]]*)\](?:\[(?<id>[^\]]*)\])?(?!\()/g;
const DEFINITION = /^ {0,3}\[(?<id>[^\]]+)\]:\s*<?(?<path>[^\s>]+)/;
const TAG = /<img\b[^>]*>/gi;

/** Pictures by `![…](…)`, by `![…][…]` and by `<img>`, with the line on which each stands. */
export function picturesIn(body: string): BodyPicture[] {
  const lines = withoutCode(body);
  const defined = definitions(lines);
  return lines.flatMap((text, index) =>
    [...inline(text), ...references(text, defined), ...tags(text)].map((one) => ({
      ...one,
      line: index + 1,
    })),
  );
}

type Found = Omit<BodyPicture, "line">;

function inline(text: string): Found[] {
  return [...text.matchAll(INLINE)].map(({ groups = {} }) => ({
    alt: (groups.alt ?? "").trim(),
    path: groups.a ?? groups.b ?? "",
  }));
}

function references(text: string, defined: Map<string, string>): Found[] {
  return [...text.matchAll(REFERENCE)].flatMap(({ groups = {} }) => {
    const { alt = "", id } = groups;
    const path = defined.get((id || alt).toLowerCase());
    return path === undefined ? [] : [{ alt: alt.trim(), path, byReference: true as const }];
  });
}

function definitions(lines: string[]): Map<string, string> {
  const found = lines.flatMap((text) => {
    const { id, path } = DEFINITION.exec(text)?.groups ?? {};
    return id === undefined || path === undefined ? [] : [[id.toLowerCase(), path] as const];
  });
  return new Map(found);
}

function tags(text: string): Found[] {
  return [...text.matchAll(TAG)].map(([tag]) => ({
    alt: attribute(tag, "alt"),
    path: attribute(tag, "src"),
  }));
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? "").trim();
}

/** Code blocks and inline code show a picture's Markdown, not a picture. */
function withoutCode(body: string): string[] {
  let fence: string | undefined;
  return body.split("\n").map((text) => {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(text) ?? [];
    const wasInside = fence !== undefined;
    if (mark !== undefined && !wasInside) fence = mark;
    else if (mark !== undefined && fence !== undefined && mark.startsWith(fence)) fence = undefined;
    return wasInside || mark !== undefined ? "" : text.replace(/`[^`]*`/g, "");
  });
}

/** A page without a text, or with the one that `new` wrote. */
export function text(subject: Subject): Finding[] {
  const { body } = subject;
  const line = body.split("\n").findIndex((one) => one.includes(STARTER_SIGN)) + 1;
  const todo = "write what it is, and why somebody should want it";
  if (line > 0) {
    const text = "the page's text is still the one that new has put there";
    return [warning(subject, { where: subject.at(line), text, todo })];
  }
  if (body.trim() !== "") return [];
  return [warning(subject, { where: subject.file.path, text: "the page has no text", todo })];
}

// ── The starter text ───────────────────────────────────────────────────────────────────────────
/** By this, `check` recognises that nobody has written the text yet. */
const STARTER_SIGN = "Say here why somebody should want it";
export const STARTER = `${STARTER_SIGN}: what it is, who made it, and how. Two or three sentences are
enough; the page stays small, and small pages are fast.

### What is good about it

- **One thing** that nothing else has
- **Another**, with a number in it
- **What happens** if it breaks

### In the box

Everything that the parcel holds.
`;
