/** E-mails to shoppers, through whichever of two ways this deployment has. */
import { type MailTemplates, shell } from "../contract.ts";
import { inGroups } from "../order-id.ts";
import type { OrderEvent } from "./messages.ts";
import { retryAfter, type Sent } from "./rules.ts";
import { DELIVERY_TIMEOUT, type DeliveryTransport } from "./transport.ts";

/** One e-mail, ready to go. `id` is the same at each attempt. */
interface Mail {
  id: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** A way to send e-mail. Never rejects. */
export type SendMail = (mail: Mail) => Promise<Sent>;

/** What Cloudflare's Email Service binding offers; it throws when it does not take the e-mail. */
export interface MailBinding {
  send(mail: Omit<Mail, "id">): Promise<unknown>;
}

/** Cloudflare Email Service. It knows no repetition: one that was not answered may arrive twice. */
export function bindingMail(binding: MailBinding): SendMail {
  return async ({ id: _id, ...mail }) => {
    try {
      await binding.send(mail);
      return { ok: true, status: 202 };
    } catch (error) {
      console.error("the e-mail binding did not take an e-mail", error);
      return { ok: false, status: 0, error: "network" };
    }
  };
}

/** An e-mail provider over HTTP, as Resend does it: a bearer key, JSON, and an idempotency key. */
export function httpMail(url: string, key: string): SendMail {
  return async ({ id, to, ...mail }) => {
    try {
      const response = await fetch(url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(DELIVERY_TIMEOUT),
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "idempotency-key": id,
        },
        body: JSON.stringify({ ...mail, to: [to] }),
      });
      await response.body?.cancel();
      return judge(response);
    } catch {
      return { ok: false, status: 0, error: "network" };
    }
  };
}

function judge({ status, ok, headers }: Response): Sent {
  if (ok) return { ok: true, status };
  const wait = retryAfter(headers.get("retry-after"), Date.now());
  return { ok: false, status, ...(wait > 0 ? { retryAfter: wait } : {}) };
}

/** The outbox's way to shoppers. An order whose data were erased, or whose sale is gone, gets none. */
export function shopperMail(assets: Fetcher, from: string, send: SendMail): DeliveryTransport {
  return {
    async send(event) {
      const { email, sale } = event.order;
      if (email === undefined) return { ok: true, status: 0 };
      const templates = await templatesOf(assets, sale);
      if (!templates) return { ok: false, status: 0, error: "network" };
      return send({ id: event.id, from, to: email, ...filled(event, templates) });
    },
  };
}

/** Made by the build in the sale's language (`site/pages/shell`). */
async function templatesOf(assets: Fetcher, sale: string): Promise<MailTemplates | undefined> {
  try {
    const found = await assets.fetch(new URL(shell.mail(sale), "https://assets.local"));
    return found.ok ? ((await found.json()) as MailTemplates) : undefined;
  } catch {
    return undefined;
  }
}

function filled(event: OrderEvent, templates: MailTemplates) {
  const { order, type } = event;
  const template = templates[type === "mail.placed" ? "placed" : (order.reason ?? "shop")];
  const values = { name: order.name ?? "", orderId: inGroups(order.orderId).join(" ") };
  const text = (from: string) => fill(from, values, (value) => value);
  return {
    // A subject is one line; the form refuses line breaks in a name.
    subject: text(template.subject),
    text: text(template.text),
    html: fill(template.html, values, escapeHtml),
  };
}

function fill(
  text: string,
  values: Record<string, string>,
  escaped: (value: string) => string,
): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => escaped(values[name] ?? gap));
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
