/** Puts a new sale where the sales are: all of it or nothing, and never over anything. */
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { loadSaleFiles } from "../../../site/build/sale-files.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { nameProblem } from "./name.ts";

export interface NewSale {
  name: string;
  text: string;
  picture: { from: string; name: string };
}

/** Returns the file's path from the project's folder. */
export async function writeSale({ name, text, picture }: NewSale): Promise<string> {
  mkdirSync(project.build, { recursive: true });
  // Beside the sales it would be taken for one before it is whole.
  const temporary = mkdtempSync(join(project.build, "new-"));
  try {
    const folder = join(temporary, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.md"), text);
    copyFileSync(picture.from, join(folder, picture.name));
    // What is written here must be a sale by the rules of the build.
    await loadSaleFiles(temporary);
    return move(folder, name);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Somebody may have been faster. */
function move(folder: string, name: string): string {
  const target = join(project.sales, name);
  const taken = nameProblem(name);
  if (taken !== undefined) throw new Refusal(`the name ${name}: it ${taken}`);
  // git keeps no empty folder, so whoever removed the sample may have none.
  mkdirSync(project.sales, { recursive: true });
  renameSync(folder, target);
  return relative(project.root, join(target, "index.md"));
}
