/** What a deployment would change for shoppers: what is served now, beside what was built. */
import { atOnce } from "../semaphore.ts";
import { momentOf } from "../when.ts";
import { time } from "../words.ts";
import { brokenBy, listSales, startIn, visitPage, visitStart } from "./visit.ts";

/** A sale as pages know it. Times are milliseconds since 1970. */
interface Shown {
  startsAt: number;
  endsAt: number;
  page: string;
}
/** By slug. */
export type ShownSales = Record<string, Shown>;

export interface Change {
  sale: string;
  is: "new" | "changed" | "gone" | "same" | "unknown";
  /** What has changed, for people. */
  text: string;
}

const AT_ONCE = 8;

/** What is served at `url` now, of these sales and of those that its first page names. */
export async function servedNow(
  url: string,
  sales: string[],
): Promise<{ served: ShownSales } | { trouble: string }> {
  const limited = atOnce(AT_ONCE);
  try {
    const names = [...new Set([...sales, ...(await listSales(url))])];
    const seen = await Promise.all(names.map((sale) => limited(() => servedSale(url, sale))));
    return { served: Object.fromEntries(seen.flat()) };
  } catch (error) {
    return { trouble: `${url}: ${brokenBy(error)}` };
  }
}

async function servedSale(url: string, sale: string): Promise<[string, Shown][]> {
  const message = startIn(await visitStart(url, sale));
  if (message?.startsAt === undefined) return [];
  const { startsAt, endsAt } = message;
  return [[sale, { startsAt, endsAt, page: (await visitPage(url, sale)).body }]];
}

/** By slug, those that are the same too. */
export function compare(built: ShownSales, served: ShownSales): Change[] {
  const sales = [...new Set([...Object.keys(built), ...Object.keys(served)])].sort();
  return sales.map((sale) => compareOne(sale, built[sale], served[sale]));
}

/** When what is served cannot be seen. */
export function uncompared(built: ShownSales): Change[] {
  const sales = Object.entries(built).sort(([a], [b]) => (a < b ? -1 : 1));
  return sales.map(([sale, { startsAt }]) => ({
    sale,
    is: "unknown" as const,
    text: `starts ${time(startsAt, momentOf(sale))}`,
  }));
}

function compareOne(sale: string, built: Shown | undefined, served: Shown | undefined): Change {
  if (!built) return { sale, is: "gone", text: "its page goes; orders and receipts stay" };
  const moment = momentOf(sale);
  const begins = `starts ${time(built.startsAt, moment)}`;
  if (!served) return { sale, is: "new", text: begins };
  const moved = (["startsAt", "endsAt"] as const).flatMap((name) => {
    if (built[name] === served[name]) return [];
    const what = name === "startsAt" ? "start" : "end";
    return [`${what} from ${time(served[name], moment)} to ${time(built[name], moment)}`];
  });
  if (moved.length > 0) return { sale, is: "changed", text: moved.join("; ") };
  if (built.page !== served.page) return { sale, is: "changed", text: `its page; ${begins}` };
  return { sale, is: "same", text: begins };
}

/** For a question: "1 new, 2 changed". */
export function countChanges(changes: Change[]): string {
  const counts = (["new", "changed", "gone", "same"] as const).flatMap((is) => {
    const number = changes.filter((change) => change.is === is).length;
    return number === 0 ? [] : [`${number} ${is}`];
  });
  return counts.join(", ");
}
