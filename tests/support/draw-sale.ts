/** A sale that is a draw, made of the sample. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import type { ProjectCopy } from "./project-copy.ts";

const SALES = "site/content/sales";

/** `expected`: with few people, a line for many would hardly move. */
export function makeDraw(copy: ProjectCopy, name: string, expected: number): void {
  cpSync(copy.path(SALES, "aurora-lamp"), copy.path(SALES, name), { recursive: true });
  const file = copy.path(SALES, name, "index.md");
  const front = `---\nadmission: draw\nexpected: ${expected}\n`;
  writeFileSync(file, readFileSync(file, "utf8").replace("---\n", front));
}
