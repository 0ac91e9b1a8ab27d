/** What the last sale said and the next one will say too: who sells, how it is shipped and paid. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readFrontmatter } from "../../../site/build/frontmatter.ts";
import { loadSaleFiles } from "../../../site/build/sale-files.ts";
import { project } from "../project.ts";
import type { Draft } from "./questions.ts";

const KEPT = [
  "currency",
  "shipping",
  "payment",
  "seller",
  "terms",
  "privacy",
  "imprint",
  "contact",
] as const;
/** Its seller is made up. */
const SAMPLE = "aurora-lamp";

/** Of the sale that starts last; the sample counts as none. */
export async function readHabits(): Promise<Draft> {
  // Another sale's mistake is not in the way of a new one.
  const files = await loadSaleFiles(project.sales, project.root).catch(() => []);
  const [last] = files
    .filter(({ slug }) => slug !== SAMPLE)
    .sort((a, b) => b.worker.startsAt - a.worker.startsAt);
  if (!last) return {};
  const front = readFrontmatter(last.path, await readFile(join(project.root, last.path), "utf8"));
  if ("problems" in front) return {};
  const { data } = front;
  return Object.fromEntries(KEPT.map((key) => [key, String(data[key])]));
}
