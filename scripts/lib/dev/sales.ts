/** The sales as pages and Worker are told of them: the files, and what the options have moved. */
import type { Sale, Sales } from "../../../edge/contract.ts";
import type { Live } from "../../../site/build/integration.ts";
import type { SaleFile } from "../../../site/build/sale-files.ts";
import { offsetsOf } from "../../../site/build/stamp.ts";
import { type Moves, moveTimes, type Times, timesOf } from "../serve/times.ts";

export class LiveSales {
  /** Changed in place: pages hold it. */
  readonly live: Live = { sales: {}, offsets: {} };
  #files: SaleFile[];
  #moved: { slug: string; from: Times; to: Times } | undefined;

  constructor(files: SaleFile[]) {
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
  read(files: SaleFile[]): { isNews: boolean; frozen: string[] } {
    const before = { ...this.live.sales };
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

/** Frozen when the first shopper comes: whether one has, only the objects know. */
function frozenIn(before: Sale | undefined, now: Sale): string[] {
  const keys = (["stock", "gates", "slots", "reserve"] as const).filter(
    (key) => before !== undefined && before[key] !== now[key],
  );
  return keys.map((key) => `${now.slug}: ${key} ${before?.[key]} → ${now[key]}`);
}

function replace<Value>(target: Record<string, Value>, by: Record<string, Value>): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, by);
}
