/** A sale under check: its file taken apart, with the line of every key. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readFrontmatter } from "../../../site/build/frontmatter.ts";
import type { SaleFile } from "../../../site/build/sale-files.ts";
import { project } from "../project.ts";
import type { Finding } from "./finding.ts";

export interface Subject {
  file: SaleFile;
  /** Where its pictures lie. */
  folder: string;
  /** The keys as they are written. */
  data: Record<string, unknown>;
  /** The Markdown under the frontmatter, with the same line numbers as the file. */
  body: string;
  /** "file:line" of a key, or of a line's number. */
  at: (place: string | number) => string;
}

/** Undefined for a file that no longer has its frontmatter. */
export async function readSubject(file: SaleFile): Promise<Subject | undefined> {
  const path = join(project.root, file.path);
  const text = await readFile(path, "utf8");
  const front = readFrontmatter(file.path, text);
  if ("problems" in front) return undefined;
  const at = (place: string | number) => {
    const line = typeof place === "number" ? place : front.lineOf(place);
    return line === undefined ? file.path : `${file.path}:${line}`;
  };
  const body = "\n".repeat(front.bodyLine - 1) + front.body;
  return { file, folder: dirname(path), data: front.data, body, at };
}

type Rest = Omit<Finding, "level" | "sale">;

export const error = ({ file }: Subject, rest: Rest): Finding => ({
  level: "error",
  sale: file.slug,
  ...rest,
});
export const warning = ({ file }: Subject, rest: Rest): Finding => ({
  level: "warning",
  sale: file.slug,
  ...rest,
});

// ── Checks ─────────────────────────────────────────────────────────────────────────────────────
export interface Around {
  now: number;
  /** The marketer's time zone. */
  zone: string;
  /** The marketer has said so; otherwise it is this machine's. */
  isOwnZone: boolean;
  /** Only one sale was asked for, by its name. */
  named: boolean;
}

export type SaleCheck = (subject: Subject, around: Around) => Finding[] | Promise<Finding[]>;
