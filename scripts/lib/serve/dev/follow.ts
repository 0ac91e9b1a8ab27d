/** What happens when a file under the sales' folder was edited: everybody who shows it is told. */
import { once } from "node:events";
import { mkdirSync, watch } from "node:fs";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sale, Sales } from "../../../../edge/contract.ts";
import { type Brand, brandOf } from "../../../../site/build/brand.ts";
import type { Live } from "../../../../site/build/integration.ts";
import { SaleFileError } from "../../../../site/build/sale-file-error.ts";
import type { SaleFile } from "../../../../site/build/sale-files.ts";
import { loadShop } from "../../../../site/build/shop.ts";
import { offsetsOf } from "../../../../site/build/stamp.ts";
import { project } from "../../project.ts";
import { loadBuildable } from "../../sale-file/sales.ts";
import { report, tell } from "../../tell.ts";
import { type Moves, moveTimes, type Times, timesOf } from "../times.ts";

export interface Followers {
  sales: LiveSales;
  /** The Worker. */
  serve: (sales: Sales) => Promise<unknown>;
  reload: () => Promise<void>;
  showError: (message: string) => void;
}

/** An editor writes a file in several steps. Milliseconds. */
const SETTLED = 60;
/** Not what an editor keeps beside it. */
const SEEN = /\.(?:md|ya?ml|jpe?g|png|webp|avif|tiff?|gif|svg)$/i;

/** Returns a function that takes the path of a changed file. */
export function follow(followers: Followers): (path: string) => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  return (path) => {
    if (!SEEN.test(path)) return;
    changed.add(relative(project.root, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed].sort();
      changed.clear();
      turn = turn.then(() => take(paths, followers)).catch((error) => void report(error));
    }, SETTLED);
  };
}

/** What was told last, and is not told twice. */
let told: string | undefined;

/** Resolves once pages and Worker say what the files say, or once it is shown why they cannot. */
async function take(paths: string[], followers: Followers): Promise<void> {
  const { sales, serve, reload, showError } = followers;
  try {
    const { isNews, frozen } = sales.read(await loadBuildable(), await readBrand());
    // From here on a request to the Worker waits until it has booted, so pages may reload meanwhile.
    const served = isNews ? serve({ ...sales.live.sales }) : undefined;
    await Promise.all([served, reload()]);
    told = undefined;
    tell(`${paths.join(", ")}: pages reload${isNews ? ", the Worker knows it" : ""}`);
    for (const change of frozen) tell(`${change}, unless a shopper has come: then start dev anew`);
  } catch (error) {
    if (!(error instanceof SaleFileError)) throw error;
    showError(error.message);
    if (told === error.message) return;
    told = error.message;
    report(error);
    tell("pages stay as they were until it is fixed");
  }
}

/** The sales' files, once they are right: whoever wants to edit them may begin with a wrong one. */
export async function readWhenRight(): Promise<SaleFile[]> {
  mkdirSync(project.sales, { recursive: true });
  const watcher = watch(project.content, { recursive: true });
  try {
    for (;;) {
      // Heard from before the files are read, so that no change is missed.
      const changed = once(watcher, "change");
      const files = await readOrTell();
      if (files) return files;
      await changed;
      await sleep(SETTLED);
    }
  } finally {
    watcher.close();
  }
}

async function readOrTell(): Promise<SaleFile[] | undefined> {
  try {
    return await loadBuildable();
  } catch (error) {
    if (!(error instanceof SaleFileError)) throw error;
    report(error);
    tell("waiting until it is fixed");
    return undefined;
  }
}

export const readBrand = async () => brandOf(loadShop(project.content, project.root));

// ── The sales that are served ──────────────────────────────────────────────────────────────────
export class LiveSales {
  /** Changed in place: pages hold it. */
  readonly live: Live;
  #files: SaleFile[];
  #moved: { slug: string; from: Times; to: Times } | undefined;

  constructor(files: SaleFile[], brand: Brand) {
    this.live = { sales: {}, offsets: {}, brand };
    this.#files = files;
    this.#tell();
  }

  /** Moves one sale's times, until they are edited. */
  move(slug: string, moves: Moves, ready: number): void {
    const sale = this.#files.find((file) => file.slug === slug)?.worker;
    if (!sale || (moves.startsIn === undefined && moves.endsIn === undefined)) return;
    const from = timesOf(sale);
    this.#moved = { slug, from, to: moveTimes(from, moves, ready) };
    this.#tell();
  }

  /** Returns whether the Worker has to be told, and what it may not be able to change any more. */
  read(files: SaleFile[], brand: Brand): { isNews: boolean; frozen: string[] } {
    const before = { ...this.live.sales };
    replace(this.live.brand, brand);
    this.#files = files;
    this.#tell();
    const isNews = JSON.stringify(this.live.sales) !== JSON.stringify(before);
    return { isNews, frozen: files.flatMap(({ worker }) => frozenIn(before[worker.slug], worker)) };
  }

  #tell(): void {
    const sales = this.#files.map(({ slug, worker }) => [slug, this.#served(worker)]);
    replace(this.live.sales, Object.fromEntries(sales) as Sales);
    replace(this.live.offsets, offsetsOf(this.#files));
  }

  #served(sale: Sale): Sale {
    const moved = this.#moved;
    if (moved?.slug !== sale.slug) return sale;
    const { startsAt, endsAt } = moved.from;
    const isEdited = startsAt !== sale.startsAt || endsAt !== sale.endsAt;
    return isEdited ? sale : { ...sale, ...moved.to };
  }
}

/** These freeze when the first shopper comes, and only the objects know whether one has. */
function frozenIn(before: Sale | undefined, now: Sale): string[] {
  const keys = (["stock", "gates", "slots", "reserve"] as const).filter(
    (key) => before !== undefined && before[key] !== now[key],
  );
  return keys.map((key) => `${now.slug}: ${key} ${before?.[key]} → ${now[key]}`);
}

function replace<Target extends object>(target: Target, by: Target): void {
  for (const key of Object.keys(target)) delete target[key as keyof Target];
  Object.assign(target, by);
}
