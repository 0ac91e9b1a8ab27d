/** The console's list of orders, and the same as a file. */
import { CSV_HEAD, csvLine } from "../console/csv.ts";
import { allOrders, cursorIn, searchOrders as search } from "../console/orders.ts";
import type { Ctx } from "../http/context.ts";

/** Orders of a page. */
const PAGE = 50;
/** Characters; an e-mail address has no more. */
const LONGEST = 254;

/** `?q=` a part of a number or an e-mail address; `?before=` the `next` of the page before. */
export async function searchOrders(c: Ctx, sale: string): Promise<Response> {
  const [text, from] = [c.req.query("q") ?? "", c.req.query("before")];
  const before = from === undefined ? undefined : cursorIn(from);
  if (text.length > LONGEST || (from !== undefined && before === undefined)) {
    const fields = { q: `must have at most ${LONGEST} characters, and before be a page's next` };
    return c.json({ code: "invalid", fields }, 400);
  }
  return c.json(await search(c.env, sale, { text, before, most: PAGE }));
}

/** Every order, the first placed first; sent while it is read. */
export async function ordersAsCsv(c: Ctx, sale: string): Promise<Response> {
  const pages = allOrders(c.env, sale);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(CSV_HEAD)),
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) return controller.close();
      controller.enqueue(encoder.encode(value.map(csvLine).join("")));
    },
  });
  c.header("Content-Type", "text/csv; charset=utf-8");
  c.header("Content-Disposition", `attachment; filename="${sale}-orders.csv"`);
  return c.body(body);
}
