/**
 * A stand-in for a payment provider: it takes no money. Its page reports an order paid or cancelled to
 * the sale, as a provider's webhook would.
 */
import { Webhook } from "standardwebhooks";
import type { OrderData } from "./store.ts";

export const CHANGES = ["paid", "cancelled"] as const;
export type Change = (typeof CHANGES)[number];

/** Resolves to the status of the sale's answer; 0 if there was none. `sales`: where they are served. */
export async function reportChange(
  sales: string,
  secret: string,
  { orderId, sale }: OrderData,
  change: Change,
): Promise<number> {
  const body = JSON.stringify({ type: `order.${change}`, data: { orderId, sale } });
  const [id, at] = [`${orderId}-${change}`, new Date()];
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
  try {
    const url = new URL("/hooks/orders", sales);
    return (await fetch(url, { method: "POST", headers, body })).status;
  } catch {
    return 0;
  }
}

const SAID: Record<number, string> = {
  0: "The sale cannot be reached. Is it running?",
  204: "Done. The receipt shows it within seconds.",
  401: "The sale does not accept this order system's secret: start both with the same one.",
  404: "The sale does not know this order.",
  409: "Too late: the order was cancelled. A real provider would give the money back now.",
};

/** `status`: what the sale answered to the last click. */
export function paymentPage(order: OrderData, status?: number): string {
  const { title, price, currency } = (order.offer ?? {}) as Partial<Record<string, unknown>>;
  const facts = [title, [price, currency].filter(Boolean).join(" "), `Order ${order.orderId}`];
  const said = status === undefined ? undefined : (SAID[status] ?? `The sale answered ${status}.`);
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Payment stand-in</title>
<style>:root{color-scheme:light dark;font:1.1rem/1.5 system-ui}body{max-width:26rem;margin:3rem auto;padding:0 1rem}
button{font:inherit;padding:.6rem 1rem}</style>
<h1>Payment stand-in</h1>
<p>${facts.filter(Boolean).map(escapeHtml).join("<br>")}</p>
<p>No money moves here: the order system for development reports what you choose to the sale.</p>
${said === undefined ? "" : `<p role="status"><b>${escapeHtml(said)}</b></p>`}
<form method="post"><button name="change" value="paid">Pay</button>
<button name="change" value="cancelled">Cancel the order</button></form></html>
`;
}

function escapeHtml(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
