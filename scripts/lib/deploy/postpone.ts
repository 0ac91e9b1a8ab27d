/** Moves a sale's start: in its file, and from there to where it is deployed. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { loadSaleFiles, type SaleFile } from "../../../site/build/sale-files.ts";
import { check } from "../check/check.ts";
import { context } from "../context.ts";
import { undoing } from "../interrupt.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { asText, hasErrors, summary } from "../sale-file/finding.ts";
import { findSale } from "../sale-file/sales.ts";
import { tell } from "../tell.ts";
import { readZone, spokenFrom, zoneOfSale } from "../when.ts";
import { lasting } from "../words.ts";
import { deploy } from "./deploy.ts";
import { type Asked, type NewTimes, newTimes, withTimes } from "./new-times.ts";
import { NotProven, type Outcome } from "./outcome.ts";
import type { DeployOptions } from "./prepare.ts";

export interface PostponeOptions extends Asked {
  sale: string;
  /** Says what would change, and changes nothing. */
  dryRun: boolean;
  /** Undefined: only the file is changed. */
  deploy: Omit<DeployOptions, "committed" | "dryRun" | "zone"> | undefined;
}

/** Whatever fails before the deployment leaves the file as it was. */
export async function postpone(options: PostponeOptions): Promise<Outcome | undefined> {
  const file = findSale(await loadSaleFiles(project.sales, project.root), options.sale);
  const times = newTimes(file, options, context().clock.now());
  tellTimes(file, times, options.zone);
  const path = resolve(project.root, file.path);
  const before = readFileSync(path, "utf8");
  const after = withTimes(before, times.written);
  // Whoever edits it while the question stands has the last word.
  const restore = () => {
    const isOurs = existsSync(path) && readFileSync(path, "utf8") === after;
    if (isOurs) writeFileSync(path, before);
    return isOurs;
  };
  const undo = () => restoreAloud(restore, file);
  return undoing(undo, async (committed) => {
    writeFileSync(path, after);
    try {
      return await spread(file, options, restore, committed);
    } catch (error) {
      // At Ctrl-C that has been done, or it must not be.
      const { interrupted } = context().io;
      if (!(error instanceof NotProven || interrupted.aborted)) undo();
      throw error;
    }
  });
}

function tellTimes(file: SaleFile, times: NewTimes, zone: string | undefined): void {
  const { slug, path, worker } = file;
  const there = readZone(zone) ?? zoneOfSale(file.startsAt);
  const words = (at: number) => spokenFrom(at, there, context().clock.now());
  tell(`${slug} (${path})`);
  tell(`  start  ${words(worker.startsAt)}`);
  tell(`     to  ${words(times.startsAt)}: ${times.written.startsAt}`);
  tell(`  end    ${words(worker.endsAt)}`);
  tell(`     to  ${words(times.endsAt)}: ${times.written.endsAt}`);
}

async function spread(
  file: SaleFile,
  options: PostponeOptions,
  restore: () => boolean,
  committed: () => void,
): Promise<Outcome | undefined> {
  const left = file.worker.startsAt - context().clock.now();
  const { dryRun } = options;
  const zone = readZone(options.zone);
  if (!options.deploy || file.draft) {
    await checkAlone(file.slug, zone);
    const why = file.draft
      ? "it is a draft, so there is nothing to deploy"
      : "deploy tells the pages";
    if (dryRun) restore();
    tell(dryRun ? DRY : `${file.path} is changed; ${why}`);
    return undefined;
  }
  const outcome = await deploy({ ...options.deploy, dryRun, zone, committed });
  if (dryRun) restore();
  else for (const line of whatPagesShow(left)) tell(line);
  return outcome;
}

const DRY = "nothing was changed: this was a dry run";

/** Without a deployment, which would look at all of them. */
async function checkAlone(sale: string, zone: string | undefined): Promise<void> {
  const findings = await check({ sale, zone, tell });
  if (findings.length > 0) tell(asText(findings));
  if (hasErrors(findings)) throw new Refusal(`${summary(findings)}: put the errors right first`);
}

function restoreAloud(restore: () => boolean, { path }: SaleFile): void {
  if (restore()) tell(`${path} is as it was`);
  else tell(`${path} was edited meanwhile, and stays as it is: look at its times`);
}

// ── What waiting pages show ────────────────────────────────────────────────────────────────────
const MINUTE = 60_000;
/** This close to the start a page stops asking until the start itself. */
const QUIET = 2 * MINUTE;
const LONGEST_WAIT = 15 * MINUTE;

/** Milliseconds until every page that waits has asked again; `left` is what is left to the old start. */
export function heardWithin(left: number): number {
  if (left <= 0) return 25_000;
  if (left <= QUIET) return left + 600;
  const poll = 1.5 * Math.max(MINUTE, left / 8);
  return Math.min(LONGEST_WAIT, poll, left - QUIET / 2);
}

function whatPagesShow(left: number): string[] {
  const others =
    "Who opens or reloads the page sees the new start at once; a page in the background, when it is looked at.";
  if (left <= 0) {
    return [
      "Pages that are open ask again within 25 s: the button closes, and they count down to the new start.",
      "Until then claims and orders are refused (too_early); orders that were placed stay.",
      others,
    ];
  }
  const within = lasting(heardWithin(left));
  if (left <= QUIET) {
    return [
      `Pages that wait ask at the old start, in ${lasting(left)}: their countdown ends, the button stays shut,`,
      "and they count down to the new start.",
      others,
    ];
  }
  return [
    `Pages that wait ask again within ${within}, each at its own time: then they count down to the new start.`,
    others,
  ];
}
