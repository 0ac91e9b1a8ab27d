import { defineCommand } from "citty";
import { readSaleFiles, type SaleFile } from "../../site/build/sale-files.ts";
import { project } from "../lib/project.ts";
import { Refusal } from "../lib/refusal.ts";
import { print, tell } from "../lib/tell.ts";
import { spokenFrom, zoneOfSale } from "../lib/when.ts";
import { count, localNow } from "../lib/words.ts";

export default defineCommand({
  meta: {
    name: "list",
    description: "The sales that have a file, the one that starts first on top",
  },
  args: {
    json: { type: "boolean", description: "For programs: a line of JSON for each sale" },
  },
  run: async ({ args }) => {
    const { files, problems } = await readSaleFiles(project.sales, project.root);
    const sales = files.toSorted((a, b) => a.worker.startsAt - b.worker.startsAt);
    for (const sale of sales) print(args.json ? asJson(sale) : inWords(sale));
    const wrong = new Set(problems.map(({ path }) => path));
    if (wrong.size > 0) throw new Refusal(unreadable([...wrong]));
    if (sales.length === 0) tell("there is no sale yet; npm run sale -- new makes one");
  },
});

/** "lamp  Aurora table lamp: 50 units; starts Saturday …", under which its name alone finds it. */
function inWords({ slug, draft, startsAt, worker }: SaleFile): string {
  const { now } = localNow();
  const when = spokenFrom(worker.startsAt, zoneOfSale(startsAt), now);
  const state = draft ? "draft, not deployed; " : "";
  return `${slug}\n  ${worker.title}: ${count(worker.stock, "unit")}\n  ${state}${stateOf(worker, now)} ${when}`;
}

function stateOf({ startsAt, endsAt }: SaleFile["worker"], now: number): string {
  if (endsAt <= now) return "over; it started";
  return startsAt <= now ? "open since" : "starts";
}

function asJson({ slug, path, draft, worker }: SaleFile): string {
  const { title, lang, startsAt, endsAt, stock } = worker;
  return JSON.stringify({ sale: slug, path, title, lang, draft, startsAt, endsAt, stock });
}

function unreadable(paths: string[]): string {
  return `${paths.join(", ")} cannot be used as it is; npm run sale -- check says why`;
}
