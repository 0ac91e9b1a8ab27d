/** The sale that a command line names. */
import { SLUG } from "../../../edge/contract.ts";
import { nearest } from "../../../site/build/nearest.ts";
import { SaleFileError } from "../../../site/build/sale-file-error.ts";
import { loadSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { context } from "../context.ts";
import { project } from "../project.ts";
import { UsageError } from "../refusal.ts";
import { machineZone } from "../when.ts";
import { bodyPictures, picture } from "./pictures.ts";
import { readSubject, type SaleCheck } from "./subject.ts";

/** Throws a UsageError that lists the sales, or names the one that was probably meant. */
export function findSale(files: SaleFile[], slug: string): SaleFile {
  const file = files.find((candidate) => candidate.slug === slug);
  if (file) return file;
  const names = files.map((one) => one.slug);
  const meant = nearest(slug, names);
  const hint = meant ? `did you mean ${meant}?` : `there is ${names.join(", ") || "none yet"}`;
  throw new UsageError(`there is no sale "${slug}"; ${hint}`);
}

/** The positional `<sale>` of a command. */
export function requireSale(command: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`which sale? npm run sale -- ${command} <sale>`);
  if (SLUG.test(value)) return value;
  throw new UsageError(`"${value}" is not a sale's name: that is its file's name without .md`);
}

// ── What stops a build ─────────────────────────────────────────────────────────────────────────
/** An error of these stops the build too. */
export const BEFORE_BUILD: SaleCheck[] = [picture, bodyPictures];

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
