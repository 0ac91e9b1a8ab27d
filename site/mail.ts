/** What a sale writes to its shoppers: one text for each occasion, plain and as HTML. */
import type { MailTemplates } from "../edge/contract.ts";
import { messagesIn } from "./messages/index.ts";
import { money, type SaleEntry } from "./sales.ts";
import { fill } from "./text.ts";

type Template = MailTemplates[keyof MailTemplates];

export function mailTemplates(sale: SaleEntry): MailTemplates {
  const { mail, receipt } = messagesIn(sale.data.lang);
  const { shipping, payment } = sale.data;
  const next = [
    fill(receipt.steps.payment, { payment }),
    fill(receipt.steps.delivery, { shipping }),
  ];
  return {
    placed: template(sale, mail.placed, next),
    unpaid: template(sale, mail.cancelled, [receipt.cancelled.unpaid]),
    shop: template(sale, mail.cancelled, [receipt.cancelled.cancelled]),
  };
}

interface Texts {
  subject: string;
  intro: string;
}

/** `{name}` and `{orderId}` stay gaps. What the sale's file says is escaped here, what fills the gaps there. */
function template(sale: SaleEntry, { subject, intro }: Texts, lines: string[]): Template {
  const { mail, receipt, tag, dir } = messagesIn(sale.data.lang);
  const { title, price, seller, contact } = sale.data;
  const item = `${title} · ${money(price, sale)}`;
  const number = `${receipt.number}: {orderId}`;
  const help = fill(receipt.help, { seller: contact.replace(/^mailto:/, "") });
  const paragraphs = [mail.hello, intro, `${item}\n${number}`, lines.join("\n"), help, seller];
  const html = paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll("\n", "<br>")}</p>`);
  return {
    subject: fill(subject, { title }),
    text: `${paragraphs.join("\n\n")}\n`,
    html: `<!doctype html><html lang="${tag}" dir="${dir}"><meta charset="utf-8"><body>${html.join("")}</body></html>`,
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
