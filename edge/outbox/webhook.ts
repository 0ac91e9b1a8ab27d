import { orderPlaced } from "./payload.ts";
import { retryAfter, type Sent } from "./rules.ts";
import { signature } from "./signature.ts";
import { DELIVERY_TIMEOUT, type DeliveryTransport } from "./transport.ts";

/** POST to the merchant's URL, signed by the Standard Webhooks specification. */
export function webhookTransport(url: string, secret: string): DeliveryTransport {
  return {
    send: (order) =>
      sendSigned(url, secret, { id: order.orderId, body: JSON.stringify(orderPlaced(order)) }),
  };
}

/** Sends one message. Never rejects: whatever goes wrong is a result. */
export async function sendSigned(url: string, secret: string, message: Message): Promise<Sent> {
  try {
    return await post(url, secret, message);
  } catch (error) {
    // A timeout, a refused connection, or a malformed secret: there was no response.
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { ok: false, status: 0, error: timedOut ? "timeout" : "network" };
  }
}

interface Message {
  id: string;
  body: string;
}

async function post(url: string, secret: string, { id, body }: Message): Promise<Sent> {
  const now = Date.now();
  const timestamp = Math.floor(now / 1000);
  const response = await fetch(url, {
    method: "POST",
    body,
    // Following a redirect would send the shopper's data to an unknown address.
    redirect: "manual",
    signal: AbortSignal.timeout(DELIVERY_TIMEOUT),
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": await signature(secret, id, timestamp, body),
    },
  });
  await response.body?.cancel();
  return judge(response, now);
}

/** https://github.com/standard-webhooks/standard-webhooks: 2xx is accepted, 410 means stop. */
function judge({ status, headers }: Response, now: number): Sent {
  if (status >= 200 && status < 300) return { ok: true, status };
  const wait = retryAfter(headers.get("retry-after"), now);
  return {
    ok: false,
    status,
    ...(wait > 0 ? { retryAfter: wait } : {}),
    ...(status === 410 ? { stop: true } : {}),
  };
}
