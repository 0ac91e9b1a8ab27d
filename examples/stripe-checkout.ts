/**
 * An order system that lets shoppers pay by Stripe Checkout. Two endpoints of one small server:
 * `/orders` for Doorbuster, `/stripe` for Stripe's webhook. See docs/payments.md.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { readDelivery, reportPaid, type Shop } from "./doorbuster.ts";

export interface StripeSettings extends Shop {
  stripeKey: string;
  /** Of Stripe's webhook endpoint: whsec_… */
  stripeSecret: string;
}

export function stripeCheckout(settings: StripeSettings): (request: Request) => Promise<Response> {
  const { sale, stripeKey, stripeSecret, fetch: send = fetch } = settings;

  /** The idempotency key makes a delivery that comes twice one session, and one payment. */
  async function stripe(path: string, key: string, fields: Record<string, string>) {
    const answer = await send(`https://api.stripe.com/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${stripeKey}`, "idempotency-key": key },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`Stripe answered ${answer.status}: ${await answer.text()}`);
    return answer.json() as Promise<{ url: string }>;
  }

  async function orders(request: Request): Promise<Response> {
    const { type, data: order } = await readDelivery(request, settings);
    if (type !== "order.placed") return new Response(null, { status: 204 });
    const { orderId, offer } = order;
    const session = await stripe("checkout/sessions", orderId, {
      mode: "payment",
      client_reference_id: orderId,
      "metadata[sale]": order.sale,
      customer_email: order.email,
      "line_items[0][quantity]": "1",
      "line_items[0][price_data][currency]": offer.currency.toLowerCase(),
      "line_items[0][price_data][unit_amount]": String(minorUnits(offer.price, offer.currency)),
      "line_items[0][price_data][product_data][name]": offer.title,
      success_url: `${sale}/sales/${order.sale}`,
      // Stripe wants at least 30 minutes, so `payWithin` should be a little more than that.
      ...(order.payBy ? { expires_at: String(Math.floor(order.payBy / 1000)) } : {}),
    });
    return Response.json({ payAt: session.url });
  }

  async function paid(request: Request): Promise<Response> {
    const body = await request.text();
    const signature = request.headers.get("stripe-signature") ?? "";
    if (!isStripes(signature, body, stripeSecret)) return new Response(null, { status: 400 });
    const { type, data } = JSON.parse(body);
    const isPayment = /^checkout\.session\.(completed|async_payment_succeeded)$/.test(type);
    if (!isPayment || data.object.payment_status !== "paid") return new Response(null);
    const { client_reference_id: orderId, metadata, payment_intent } = data.object;
    const isInTime = await reportPaid(settings, orderId, metadata.sale);
    if (!isInTime) await stripe("refunds", `${orderId}-refund`, { payment_intent });
    return new Response(null);
  }

  return async (request) =>
    new URL(request.url).pathname === "/stripe" ? paid(request) : orders(request);
}

/** Stripe counts in the smallest unit: 1990 for 19.90 EUR, 500 for 500 JPY (docs.stripe.com/currencies). */
export function minorUnits(price: number, currency: string): number {
  // Two currencies without decimals that Stripe takes with two all the same.
  if (currency === "ISK" || currency === "UGX") return Math.round(price) * 100;
  const style = { style: "currency", currency } as const;
  const digits = new Intl.NumberFormat("en", style).resolvedOptions().maximumFractionDigits ?? 2;
  // Three decimals: the last one must be 0.
  if (digits === 3) return Math.round(price * 100) * 10;
  return Math.round(price * 10 ** digits);
}

/** `t=<seconds>,v1=<hex>` over `<seconds>.<body>` (docs.stripe.com/webhooks/signature). */
function isStripes(header: string, body: string, secret: string): boolean {
  const parts = header.split(",").map((part) => part.split("="));
  const at = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const expected = createHmac("sha256", secret).update(`${at}.${body}`).digest();
  return parts
    .filter(([name]) => name === "v1")
    .map(([, hex = ""]) => Buffer.from(hex, "hex"))
    .some((sent) => sent.length === expected.length && timingSafeEqual(sent, expected));
}
