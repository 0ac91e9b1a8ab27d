/** A delivery: is it from the sale, and what does it say? No HTTP, no storage. */
import type { IncomingHttpHeaders } from "node:http";
import { Webhook } from "standardwebhooks";
import * as z from "zod/mini";
import type { OrderData } from "./store.ts";

export type Received =
  | { kind: "order"; data: OrderData }
  /** Nothing that an order system needs to know; accepted, so that it does not come again. */
  | { kind: "other" }
  | { kind: "forged" }
  | { kind: "malformed" };

const messageSchema = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.unknown(),
});
const dataSchema = z.looseObject({
  orderId: z.string(),
  sale: z.string(),
  placedAt: z.int(),
  name: z.string(),
  email: z.string(),
});

export function receive(secret: string, headers: IncomingHttpHeaders, body: string): Received {
  if (!isGenuine(secret, headers, body)) return { kind: "forged" };
  const message = messageSchema.safeParse(parse(body));
  if (!message.success) return { kind: "malformed" };
  if (message.data.type !== "order.placed") return { kind: "other" };
  const data = dataSchema.safeParse(message.data.data);
  // Signed are the id in the header and the body: they must speak of the same order.
  const same = data.success && data.data.orderId === headers["webhook-id"];
  return same ? { kind: "order", data: data.data } : { kind: "malformed" };
}

/** Signed with our secret, and at most five minutes old: else anyone could replay it. */
function isGenuine(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  try {
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    new Webhook(secret).verify(body, Object.fromEntries(named), { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
