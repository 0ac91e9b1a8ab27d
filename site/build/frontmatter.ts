/** Reads the frontmatter of a sale's file: its keys, each with its line number. */
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import type { SaleProblem } from "./sale-file-error.ts";

/** The lines between the first `---` and the next, after an optional byte order mark. */
const FRONTMATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*$/m;
export interface Front {
  data: Record<string, unknown>;
  lineOf: (key: string) => number | undefined;
}

export function readFrontmatter(path: string, text: string): Front | { problems: SaleProblem[] } {
  const front = FRONTMATTER.exec(text);
  if (front?.index === 0) return parseYaml(path, front[1] ?? "");
  const wrong = `has no frontmatter; the file must begin with a line "---", then the sale's keys (title, price, stock, …), then a line "---"`;
  return { problems: [{ path, text: wrong }] };
}

/** The core schema of YAML 1.2 leaves times as text, so that a missing offset can be noticed. */
function parseYaml(path: string, text: string): Front | { problems: SaleProblem[] } {
  const lines = new LineCounter();
  const doc = parseDocument(text, { version: "1.2", schema: "core", lineCounter: lines });
  // Line 1 of the YAML is line 2 of the file.
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  if (doc.errors.length > 0) {
    const problems = doc.errors.map((error) => ({
      path,
      line: lineAt(error.pos[0]),
      ...yamlProblem(error, text),
    }));
    return { problems };
  }
  if (!isMap(doc.contents)) {
    return { problems: [{ path, line: 1, text: "the frontmatter must be lines of “key: value”" }] };
  }
  const map: YAMLMap = doc.contents;
  const starts = new Map(
    map.items.map(({ key }) => [
      isScalar(key) ? String(key.value) : "",
      lineAt(isScalar(key) ? (key.range?.[0] ?? 0) : 0),
    ]),
  );
  return { data: doc.toJS() as Record<string, unknown>, lineOf: (key) => starts.get(key) };
}

function yamlProblem(
  error: { code: string; message: string; pos: [number, number] },
  text: string,
) {
  if (error.code === "DUPLICATE_KEY") {
    const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0];
    return { key, text: "is given a second time; keep one of them" };
  }
  const what = error.message.split(/ at line \d+/)[0];
  return {
    text: `the frontmatter is not YAML: ${what}; quote a value that contains “: ” or begins with a special character`,
  };
}
