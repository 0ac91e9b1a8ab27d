import type { Bindings } from "../env.ts";
import { bindingMail, httpMail, shopperMail } from "./mail.ts";
import { queueTransport } from "./queue.ts";
import { serviceTransport } from "./service-binding.ts";
import type { DeliveryTransport } from "./transport.ts";
import { webhookTransport } from "./webhook.ts";

/**
 * This deployment's delivery transport; undefined if it has none and orders wait to be exported.
 */
export function deliveryTransport(env: Bindings): DeliveryTransport | undefined {
  const { ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET, ORDER_SERVICE, ORDER_QUEUE } = env;
  if (ORDER_SYSTEM_URL && ORDER_SYSTEM_SECRET) {
    return webhookTransport(ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET);
  }
  if (ORDER_SERVICE) return serviceTransport(ORDER_SERVICE);
  if (ORDER_QUEUE) return queueTransport(ORDER_QUEUE);
  return undefined;
}

const RESEND = "https://api.resend.com/emails";

/** This deployment's way to shoppers; undefined if it has none: then the seller writes to them. */
export function mailTransport(env: Bindings): DeliveryTransport | undefined {
  const { MAIL_FROM, MAIL, MAIL_KEY, MAIL_URL, ASSETS } = env;
  if (!MAIL_FROM) return undefined;
  if (MAIL) return shopperMail(ASSETS, MAIL_FROM, bindingMail(MAIL));
  if (!MAIL_KEY) return undefined;
  return shopperMail(ASSETS, MAIL_FROM, httpMail(MAIL_URL ?? RESEND, MAIL_KEY));
}
