/** Looks for problems with the sales before launch. */
import { basename, dirname } from "node:path";
import type { Door } from "../../../edge/contract.ts";
import type { SaleProblem } from "../../../site/build/sale-file-error.ts";
import { readSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { SHOP_FILE } from "../../../site/build/shop.ts";
import { withBuild } from "../build/build.ts";
import { context } from "../context.ts";
import type { Operator } from "../operate/where.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { type Finding, hasErrors, sorted } from "../sale-file/finding.ts";
import { BEFORE_BUILD } from "../sale-file/sales.ts";
import type { Around, SaleCheck } from "../sale-file/subject.ts";
import { readSubject, type Subject } from "../sale-file/subject.ts";
import { readSettings } from "../secrets.ts";
import { machineZone } from "../when.ts";
import { addressFindings } from "./addresses.ts";
import { builtFindings } from "./built.ts";
import { frozenFindings } from "./frozen.ts";
import { limitFindings } from "./network.ts";
import { CHECKS } from "./sale-checks.ts";
import { secretFindings } from "./secrets.ts";
import { shopFindings } from "./shop.ts";

export interface CheckOptions {
  /** Only this one; default: all that have a file. */
  sale?: string | undefined;
  /** Where the sales are deployed already, and the key: what is frozen there is compared. */
  deployed?: Operator | undefined;
  /** A file with secrets, as .dev.vars. */
  env?: string | undefined;
  /** Some of the secrets in `env` only stand in for the deployed ones, which nobody can read. */
  standIns?: boolean;
  /** The marketer's time zone, as Europe/Berlin; default: this machine's. */
  zone?: string | undefined;
  tell: (line: string) => void;
}

/** By sale, errors first. Throws a Refusal only for what is no finding: no such sale, no such file. */
export async function check(options: CheckOptions): Promise<Finding[]> {
  const { sale, deployed, env, tell } = options;
  const { files, problems, leftOut } = await readSaleFiles(project.sales, project.root);
  const wrong = problems.map(asFinding);
  const chosen = choose(files, wrong, sale);
  const subjects = (await Promise.all(chosen.map(readSubject))).filter((one) => one !== undefined);
  const around = aroundOf(options);
  const found = [...wrong, ...(await lookAtAll(BEFORE_BUILD, subjects, around))];
  const mayBuild = !hasErrors(found);
  found.push(...(await lookAtAll(CHECKS, subjects, around)));
  found.push(...(await shopFindings()));
  const hasDraw = subjects.some(({ file }) => file.worker.admission === "draw");
  if (env !== undefined) found.push(...secretFindings(env, doorsOf(subjects), hasDraw));
  if (deployed) found.push(...(await frozenFindings(deployed, subjects, drawSecretIn(options))));
  if (mayBuild) found.push(...(await inPages(subjects, sale, tell)));
  else for (const line of [...leftOut, NOT_BUILT]) tell(line);
  return sorted(found);
}

const NOT_BUILT = "pages are built and weighed once the files are right";

/** What the seeds of the draws would be made from; undefined where that is not known here. */
function drawSecretIn({ env, standIns }: CheckOptions): string | undefined {
  return env === undefined || standIns ? undefined : readSettings(env).DRAW_SECRET || undefined;
}

function doorsOf(subjects: Subject[]): Set<Door> {
  return new Set(subjects.map(({ file }) => file.worker.door).filter((door) => door !== undefined));
}

function aroundOf({ zone, sale }: CheckOptions): Around {
  const isOwnZone = zone !== undefined;
  return {
    now: context().clock.now(),
    zone: zone ?? machineZone(),
    isOwnZone,
    named: sale !== undefined,
  };
}

// ── Files ───────────────────────────────────────────────────────────────────────────────────

/** A wrong file stops the build of every sale, not just its own. */
function asFinding({ path, line, key, text }: SaleProblem): Finding {
  return {
    level: "error",
    ...(basename(path) !== SHOP_FILE && { sale: slugOf(path) }),
    where: line === undefined ? path : `${path}:${line}`,
    text: key === undefined ? text : `${key} ${text}`,
    todo: "fix this first: no sale can be built until you do (docs/sale-file.md)",
  };
}

const slugOf = (path: string) =>
  basename(path) === "index.md" ? basename(dirname(path)) : basename(path, ".md");

function choose(files: SaleFile[], wrong: Finding[], sale: string | undefined): SaleFile[] {
  if (sale === undefined) {
    if (files.length + wrong.length > 0) return files;
    throw new Refusal("there is no sale in site/content/sales yet; npm run sale -- new makes one");
  }
  const chosen = files.filter(({ slug }) => slug === sale);
  if (chosen.length > 0 || wrong.some((finding) => finding.sale === sale)) return chosen;
  const names = files.map(({ slug }) => slug).join(", ");
  throw new Refusal(`there is no sale "${sale}"; there is ${names || "none"}`, 2);
}

async function lookAtAll(
  checks: SaleCheck[],
  subjects: Subject[],
  around: Around,
): Promise<Finding[]> {
  const looks = subjects.flatMap((subject) => checks.map((look) => look(subject, around)));
  return (await Promise.all(looks)).flat();
}

// ── Built pages ─────────────────────────────────────────────────────────────────────────────

/** Without drafts, as it is deployed; with them when a draft was asked for. */
async function inPages(
  subjects: Subject[],
  sale: string | undefined,
  tell: (line: string) => void,
): Promise<Finding[]> {
  const drafts = sale !== undefined && subjects.some(({ file }) => file.draft);
  const slugs = subjects.filter(({ file }) => drafts || !file.draft).map(({ file }) => file.slug);
  try {
    return await withBuild({ drafts, heavy: true, tell }, async (built) => [
      ...addressFindings(built.config),
      ...limitFindings(built.config, subjects),
      ...(await builtFindings(built.site, slugs, built.weighed)),
    ]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [{ level: "error", text: error.message, todo: "fix what it names, then check again" }];
  }
}
