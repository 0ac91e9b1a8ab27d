/** What every order system needs of Doorbuster: reading a delivery, and reporting a payment. */
import { Webhook } from "standardwebhooks";

export interface Shop {
  /** Where the sale is deployed, like https://sale.example. */
  sale: string;
  /** ORDER_SYSTEM_SECRET, the same as the sale has. */
  secret: string;
  fetch?: typeof fetch;
}

/** As far as the examples need it; docs/order-system.md has the rest. `price`: in units of the currency. */
export interface Order {
  orderId: string;
  sale: string;
  email: string;
  /** Until when it must be paid, ms since 1970. */
  payBy?: number;
  offer: { title: string; price: number; currency: string };
}

/** Throws if it is not signed with our secret, or is more than five minutes old. */
export async function readDelivery(
  request: Request,
  { secret }: Shop,
): Promise<{ type: string; data: Order }> {
  const headers = Object.fromEntries(request.headers);
  return new Webhook(secret).verify(await request.text(), headers) as never;
}

/** True once the sale has noted it; false if the order was cancelled before: give the money back. */
export async function reportPaid(shop: Shop, orderId: string, sale: string): Promise<boolean> {
  const body = JSON.stringify({ type: "order.paid", data: { orderId, sale } });
  const [id, at] = [`${orderId}-paid`, new Date()];
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(shop.secret).sign(id, at, body),
  };
  const { fetch: send = fetch } = shop;
  const { status } = await send(`${shop.sale}/hooks/orders`, { method: "POST", headers, body });
  if (status !== 204 && status !== 409) throw new Error(`the sale answered ${status}`);
  return status === 204;
}
