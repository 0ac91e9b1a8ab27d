/** The sales' files, if nothing in them stops a build: better our words, with a line, than a tool's stack. */
import { SaleFileError } from "../../../site/build/sale-file-error.ts";
import { loadSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { context } from "../context.ts";
import { machineZone } from "../make/when.ts";
import { project } from "../project.ts";
import { BEFORE_BUILD } from "./checks/index.ts";
import { readSubject } from "./subject.ts";

/** Throws a SaleFileError for wrong keys, and for pictures that no page can show. */
export async function loadBuildable(): Promise<SaleFile[]> {
  const files = await loadSaleFiles(project.sales, project.root);
  await requireBuildable(files);
  return files;
}

/** Throws a SaleFileError for pictures that no page can show. */
export async function requireBuildable(files: SaleFile[]): Promise<void> {
  const around = {
    now: context().clock.now(),
    zone: machineZone(),
    isOwnZone: false,
    named: false,
  };
  const looks = files.map(async (file) => {
    const subject = await readSubject(file);
    return subject ? await Promise.all(BEFORE_BUILD.map((look) => look(subject, around))) : [];
  });
  const problems = (await Promise.all(looks))
    .flat(2)
    .filter(({ level }) => level === "error")
    .map(({ where = "", text, todo }) => ({ path: where, text: `${text}; ${todo}` }));
  if (problems.length > 0) throw new SaleFileError(problems);
}
