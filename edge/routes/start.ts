/** The start script: asked for by every page, so it asks no object before it answers. */
import type { Sale } from "../contract.ts";
import { type Bindings, gateSaleOf } from "../env.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import { script } from "../http/plain.ts";
import { heldOrder, shopperOf } from "../http/shopper.ts";
import { keysOf } from "../tokens/keys.ts";
import { signStart } from "../tokens/tokens.ts";
import { standing } from "./standing.ts";

/** After the answer, a gate may be asked for news. */
export async function answerStart(
  request: Request,
  env: Bindings,
  ctx: Pick<ExecutionContext, "waitUntil">,
  sale: Sale,
): Promise<Response> {
  const now = Date.now();
  const keys = await keysOf(env);
  const { shopper, setCookie } = await shopperOf(request, keys);
  const gateClient = gateClientOf(env);
  const gateSale = gateSaleOf(sale);
  const message = standing(sale, gateClient.news(gateSale), now);
  if (message.state === "open") {
    message.claim = `/claim/${await signStart(keys, sale.slug, shopper, now)}`;
  }
  const held = await heldOrder(request.headers.get("Cookie"), keys, sale.slug, shopper);
  if (held !== undefined) message.order = `/order/${held}`;
  if (gateClient.wantsNews(gateSale)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(message, 200, setCookie);
}
