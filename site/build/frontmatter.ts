/** Reads the frontmatter of a sale's file: its keys, each with its line number, and what is below. */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";
import type { SaleProblem } from "./sale-file-error.ts";

/** The lines between the first `---` and the next, after an optional byte order mark. */
const FRONTMATTER =
  /^(?<opening>\uFEFF?---[ \t]*\r?\n)(?<keys>(?:[^\n]*\n)*?)(?<closing>---[ \t]*\r?(?:\n|$))/;

interface Parts {
  /** Everything before the keys. */
  opening: string;
  keys: string;
  /** The Markdown below, and the number of its first line. */
  body: string;
  bodyLine: number;
}

/** Undefined if the text does not begin with frontmatter. */
export function splitFrontmatter(text: string): Parts | undefined {
  const { opening = "", keys = "", closing = "" } = FRONTMATTER.exec(text)?.groups ?? {};
  if (opening === "") return undefined;
  const front = opening + keys + closing;
  return { opening, keys, body: text.slice(front.length), bodyLine: front.split("\n").length };
}

export interface Front extends Parts {
  data: Record<string, unknown>;
  lineOf: (key: string) => number | undefined;
  /** The value as it is written, without what follows it; undefined where there is none. */
  sourceOf: (key: string) => string | undefined;
}

type Problem = Omit<SaleProblem, "path">;

export function readFrontmatter(path: string, text: string): Front | { problems: SaleProblem[] } {
  const parts = splitFrontmatter(text);
  const read = parts ? parseYaml(parts) : { problems: [noFrontmatter(text)] };
  if (!("problems" in read)) return read;
  return { problems: read.problems.map((problem) => ({ path, ...problem })) };
}

function noFrontmatter(text: string): Problem {
  const right = `the file must begin with a line "---", then the sale's keys (title, price, stock, …), then a line "---"`;
  if (text.startsWith("+++")) return { text: `has TOML between "+++"; ${right}` };
  const isOpen = /^\uFEFF?---[ \t]*\r?\n/.test(text);
  return { text: `has no frontmatter${isOpen ? " that ends" : ""}; ${right}` };
}

/** The core schema of YAML 1.2 leaves times as text, so that a missing offset can be noticed. */
function parseYaml(parts: Parts): Front | { problems: Problem[] } {
  const { keys } = parts;
  const lines = new LineCounter();
  // What is odd about it is told by us, not on the process's own warnings.
  const options = { version: "1.2", schema: "core", logLevel: "error" } as const;
  const doc = parseDocument(keys, { ...options, lineCounter: lines });
  // Line 1 of the YAML is line 2 of the file.
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const isKeyed = isMap(doc.contents);
  const mistyped = isKeyed && doc.errors.length === 0 ? [] : mistypedKeys(keys);
  if (mistyped.length > 0) return { problems: mistyped };
  if (doc.errors.length > 0) {
    const problems = doc.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      ...yamlProblem(error, keys),
    }));
    return { problems };
  }
  if (!isKeyed) {
    return { problems: [{ line: 1, text: "the frontmatter must be lines of “key: value”" }] };
  }
  const pairs = pairsOf(doc.contents as YAMLMap);
  const lost = [...pairs].flatMap(([key, pair]) => lostText(key, pair, keys, lineAt));
  if (lost.length > 0) return { problems: lost };
  return {
    ...parts,
    data: doc.toJS() as Record<string, unknown>,
    lineOf: (key) => {
      const range = rangeOf(pairs.get(key)?.key);
      return range && lineAt(range[0]);
    },
    sourceOf: (key) => sourceOf(pairs.get(key)?.value, keys),
  };
}

function pairsOf(map: YAMLMap): Map<string, Pair> {
  return new Map(
    map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : "", pair] as const),
  );
}

const rangeOf = (node: unknown) => (isNode(node) ? (node.range ?? undefined) : undefined);

function sourceOf(node: unknown, text: string): string | undefined {
  const range = rangeOf(node);
  return range && text.slice(range[0], range[1]);
}

// ── What YAML would drop in silence ─────────────────────────────────────────────────────────

/** "&Co Lamp" is "Lamp" under an anchor, "Lamp #1" is "Lamp" and a comment. */
function lostText(key: string, pair: Pair, text: string, lineAt: (at: number) => number) {
  const node = pair.value;
  const range = rangeOf(node);
  if (!isNode(node) || !range) return [];
  const isMarked = isAlias(node) || node.anchor !== undefined || node.tag !== undefined;
  const rest = /^[^\r\n]*/.exec(text.slice(range[1]))?.[0] ?? "";
  const isText = isScalar(node) && node.type === "PLAIN" && typeof node.value === "string";
  const [, ...folded] = isText ? text.slice(range[0], range[1]).split("\n") : [];
  const [swallowed] = mistypedKeys(folded.join("\n"), lineAt(range[0]) + 1);
  if (swallowed) return [swallowed];
  const what = isMarked
    ? "begins with a sign that means something to YAML (&, * or !)"
    : isText && /^[ \t]+#\S/.test(rest)
      ? `is followed by “${rest.trim()}”, which YAML drops as a comment`
      : undefined;
  if (what === undefined) return [];
  const hint = 'put the whole value in quotes, like title: "Lamp #1"';
  const or = isMarked ? "" : "; a comment has a space behind its #";
  return [{ key, line: lineAt(range[0]), text: `${what}; ${hint}${or}` }];
}

// ── Lines that are no keys to YAML ──────────────────────────────────────────────────────────

/** A key, and what stands behind it in place of a colon and a space. */
const MISTYPED =
  /^\s*(?<key>[a-z]\w*)\s*(?<sign>:(?=[^\s/])|:[\u00a0\u2000-\u200b\u202f\u3000]|[：﹕=])/i;
const SPACE = "a space that is not a plain one";

/** YAML reads such a line together with the next one, and says something about both. */
function mistypedKeys(text: string, firstLine = 2): Problem[] {
  return text.split("\n").flatMap((line, index) => {
    const { key, sign = "" } = MISTYPED.exec(line)?.groups ?? {};
    if (key === undefined) return [];
    const [mark = ""] = sign;
    const found = sign.length > 1 ? SPACE : mark === ":" ? undefined : `“${mark}” for a colon`;
    const value = line.slice(line.indexOf(sign) + sign.length).trim();
    const wrong = found === undefined ? "needs a space behind its colon" : `has ${found} behind it`;
    return [{ key, line: index + firstLine, text: `${wrong}; write ${key}: ${value}`.trimEnd() }];
  });
}

function yamlProblem(
  error: { code: string; message: string; pos: [number, number] },
  text: string,
): Problem {
  if (error.code === "DUPLICATE_KEY") {
    const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0];
    return { key, text: "is given a second time; keep one of them" };
  }
  const what = error.message.split(/ at line \d+/)[0];
  return {
    text: `the frontmatter is not YAML: ${what}; quote a value that contains “: ” or begins with a special character`,
  };
}
