/** From answers to a sale's file. */

import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { readFrontmatter } from "../../../site/build/frontmatter.ts";
import { loadSaleFiles } from "../../../site/build/sale-files.ts";
import { readCount } from "../amounts.ts";
import { context } from "../context.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { endingOf, FULL_WIDTH, HEAVY } from "../sale-file/picture.ts";
import { tell } from "../tell.ts";
import { readWhen, spokenFrom } from "../when.ts";
import { count } from "../words.ts";
import { findPicture, nameProblem } from "./answers.ts";
import { askFor, canAsk } from "./ask.ts";
import { completed, draftOf, missingIn, type NewArgs, requireRight } from "./flags.ts";
import { currencyOf, type Draft, spokenAmount, zoneOf } from "./questions.ts";
import { saleText } from "./sale-text.ts";
import { ownShop, shopPath, writeShop } from "./shop-file.ts";

/** Returns the new file's path. */
export async function makeSale(args: NewArgs): Promise<string> {
  const given = draftOf(args);
  const asks = canAsk() && missingIn(given).length > 0;
  await requireRight(given, asks);
  const draft = completed(asks ? await askFor(given, await readHabits()) : given);
  const found = await findPicture(draft.picture ?? "");
  if (!found.ok) throw new Error(`the picture ${found.problem}`);
  const { name = "" } = draft;
  const picture = { from: found.file, name: `${name}.${endingOf(found.picture)}` };
  // The first time, with the answers; from then on they are there.
  const first = draft["shop-name"] !== undefined;
  if (first) writeShop(draft);
  const text = saleText(draft, picture.name, args.draft ?? false, ownShop() ?? {});
  const file = await writeSale({ name, text, picture });
  tellOffer(draft);
  if (first) tell(`your shop is in ${shopPath()}; every sale takes it from there`);
  tellStart(draft);
  tellPicture(found.picture);
  return file;
}

/** As the numbers were understood, which may have been written with separators. */
function tellOffer(draft: Draft): void {
  const units = count(readCount(draft.stock ?? "") ?? 0, "unit");
  tell(`it sells ${units} at ${spokenAmount(draft.price ?? "", currencyOf(draft))}`);
}

function tellStart(draft: Draft): void {
  const start = readWhen(draft.start ?? "", zoneOf(draft));
  if (start.ok) tell(`it starts ${spokenFrom(start.at, zoneOf(draft), context().clock.now())}`);
}

function tellPicture({ width, bytes }: { width: number; bytes: number }): void {
  if (width < FULL_WIDTH) {
    tell(`the picture is ${width} pixels wide; with ${FULL_WIDTH} it would be sharp everywhere`);
  }
  if (bytes > HEAVY) tell(`the picture has ${Math.round(bytes / 1e6)} MB; a smaller one is enough`);
}

// ── What the last sale said ────────────────────────────────────────────────────────────────────
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

/** From the sale that starts last; the sample does not count. */
async function readHabits(): Promise<Draft> {
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

// ── Writing it ─────────────────────────────────────────────────────────────────────────────────
interface NewSale {
  name: string;
  text: string;
  picture: { from: string; name: string };
}

/** Returns the file's path from the project's folder. */
async function writeSale({ name, text, picture }: NewSale): Promise<string> {
  mkdirSync(project.build, { recursive: true });
  // Beside the sales it would be taken for one before it is whole.
  const temporary = mkdtempSync(join(project.build, "new-"));
  try {
    const folder = join(temporary, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.md"), text);
    copyFileSync(picture.from, join(folder, picture.name));
    // What is written here must be a sale by the rules of the build.
    await loadSaleFiles(temporary, project.root, project.content);
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
