/** The start script: asked for by every page, so it asks no object before it answers. */
import type { Sale, StartMessage } from "../contract.ts";
import { visitorOf } from "../door/visitor.ts";
import { type Bindings, gateSaleOf } from "../env.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import { script } from "../http/plain.ts";
import { heldOrder } from "../http/shopper.ts";
import { type Keys, keysOf } from "../tokens/keys.ts";
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
  const visitor = await visitorOf(request, env, keys, sale, now);
  const gateClient = gateClientOf(env);
  const gateSale = gateSaleOf(sale);
  const message = standing(sale, gateClient.news(gateSale), now);
  if ("shopper" in visitor) await addUrls(message, request, keys, visitor.shopper);
  else if (message.state !== "ended") Object.assign(message, visitor);
  if (gateClient.wantsNews(gateSale)) {
    ctx.waitUntil(gateClient.refresh(gateSale));
  }
  return script(message, 200, "setCookie" in visitor ? visitor.setCookie : undefined);
}

/** What only a shopper gets: the claim URL once the sale is open, and the slot or order that they hold. */
async function addUrls(
  message: StartMessage,
  request: Request,
  keys: Keys,
  shopper: string,
): Promise<void> {
  if (message.state === "open") {
    message.claim = `/claim/${await signStart(keys, message.sale, shopper, message.now)}`;
  }
  const held = await heldOrder(request.headers.get("Cookie"), keys, message.sale, shopper);
  if (held !== undefined) message.order = `/order/${held}`;
}
