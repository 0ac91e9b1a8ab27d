import { orderMessage } from "./payload.ts";
import { payAtOf, retryAfter, type Sent } from "./rules.ts";
import { signature } from "./signature.ts";
import { DELIVERY_TIMEOUT, type DeliveryTransport } from "./transport.ts";

/** POST to the merchant's URL, signed by the Standard Webhooks specification. */
export function webhookTransport(url: string, secret: string): DeliveryTransport {
  return {
    async send(event) {
      const body = JSON.stringify(orderMessage(event));
      return sendSigned(url, secret, { id: event.id, body }, event.type === "order.placed");
    },
  };
}

interface Message {
  id: string;
  body: string;
}

/**
 * Sends one message. Never rejects: whatever goes wrong is a result. `asksToPay`: whether the answer may
 * say how the order can be paid.
 */
export async function sendSigned(
  url: string,
  secret: string,
  message: Message,
  asksToPay = false,
): Promise<Sent> {
  try {
    return await post(url, secret, message, asksToPay);
  } catch (error) {
    // A timeout, a refused connection, or a malformed secret: there was no response.
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    return { ok: false, status: 0, error: timedOut ? "timeout" : "network" };
  }
}

async function post(
  url: string,
  secret: string,
  { id, body }: Message,
  asksToPay: boolean,
): Promise<Sent> {
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
  const judged = judge(response, now);
  if (!judged.ok || !asksToPay) {
    await response.body?.cancel();
    return judged;
  }
  const payAt = payAtOf(await smallJson(response));
  return payAt === undefined ? judged : { ...judged, payAt };
}

/** More than any way to pay needs. */
const LONGEST_ANSWER = 16_384;

/** What an accepting answer says; undefined if it is long, no JSON, or breaks off: it is accepted all the same. */
async function smallJson({ headers, body }: Response): Promise<unknown> {
  if (!body) return undefined;
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? "")) {
    await body.cancel();
    return undefined;
  }
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > LONGEST_ANSWER) return undefined;
    }
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
