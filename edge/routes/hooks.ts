/** The order system reports what has become of an order, signed by the Standard Webhooks specification. */
import { SLUG, SLUG_MAX } from "../contract.ts";
import { placeOf } from "../env.ts";
import type { Change, Settled } from "../gate/messages.ts";
import type { Ctx, Router } from "../http/context.ts";
import { methodNotAllowed, smallBody } from "../http/method.ts";
import { signature } from "../outbox/signature.ts";

const CHANGES: Record<string, Change> = { "order.paid": "paid", "order.cancelled": "cancelled" };

export function hookRoutes(app: Router): void {
  app.post("/hooks/orders", smallBody, report);
  app.all("/hooks/orders", methodNotAllowed("POST"));
}

/** Programs only: always JSON. 204 also for what is known already; a refusal says whether to try again. */
async function report(c: Ctx): Promise<Response> {
  const secret = c.env.ORDER_SYSTEM_SECRET;
  const body = new TextDecoder().decode(c.get("body"));
  const { headers } = c.req.raw;
  if (!secret || !(await isSigned(secret, headers, body, Date.now()))) {
    return c.json({ code: "unauthorized" }, 401);
  }
  const told = readReport(body);
  if (!told) return c.json({ code: "invalid", fields: EXPECTED }, 400);
  const settled = await settle(c, told.sale, told.orderId, told.change);
  if (!settled) return c.json({ code: "full" }, 503, { "Retry-After": "1" });
  if (settled.ok) return c.body(null, 204);
  if (settled.code === "unknown_order") return c.json({ code: "not_found" }, 404);
  return c.json({ code: "order_cancelled" }, 409);
}

const EXPECTED = {
  type: "must be order.paid or order.cancelled",
  data: "must have orderId and sale, as they were delivered",
};

interface OrderReport {
  sale: string;
  orderId: string;
  change: Change;
}

function readReport(body: string): OrderReport | undefined {
  try {
    const { type, data } = JSON.parse(body) as { type?: unknown; data?: Record<string, unknown> };
    const { orderId, sale } = data ?? {};
    const change = Object.hasOwn(CHANGES, String(type)) ? CHANGES[String(type)] : undefined;
    if (!change || typeof orderId !== "string" || typeof sale !== "string") return undefined;
    return isSlug(sale) && isOrderId(orderId) ? { sale, orderId, change } : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when the object that would know did not answer; asking again is safe. */
export async function settle(
  c: Ctx,
  sale: string,
  orderId: string,
  change: Change,
): Promise<Settled | undefined> {
  try {
    const stockroom = c.env.STOCKROOM.getByName(sale, placeOf(c.env, sale));
    return await stockroom.settle(orderId, change);
  } catch (error) {
    console.error("an order could not be settled", error);
    return undefined;
  }
}

/** What is no slug never was a sale: no object is made for it. */
function isSlug(text: string): boolean {
  return SLUG.test(text) && text.length <= SLUG_MAX;
}

export function isOrderId(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}

/** How old or how far ahead a timestamp may be, in seconds: the specification's own libraries say so. */
const TOLERANCE = 5 * 60;

/**
 * Whether a message was signed with this secret, and just now ("Verifying webhook authenticity"). The
 * header may bear several signatures, while the sender changes its secret. `now`: ms since 1970.
 */
async function isSigned(
  secret: string,
  headers: Headers,
  body: string,
  now: number,
): Promise<boolean> {
  const [id, at, sent] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headers.get(name),
  );
  if (!id || !at || !sent || !/^\d{1,12}$/.test(at)) return false;
  if (Math.abs(now / 1000 - Number(at)) > TOLERANCE) return false;
  const expected = bytes(await signature(secret, id, Number(at), body));
  return sent.split(" ").some((one) => isEqual(bytes(one), expected));
}

const bytes = (text: string) => new TextEncoder().encode(text);

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && crypto.subtle.timingSafeEqual(one, other);
}
