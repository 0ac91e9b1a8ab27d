import type { AlertType } from "./rules.ts";

/** How the sale stood at the change. `at`: ms since 1970. */
interface About {
  sale: string;
  title: string;
  at: number;
  sold: number;
  stock: number;
}

const TEXTS: Record<AlertType, (about: About) => string> = {
  "sale.opened": ({ stock }) => `is open: ${units(stock)} on sale`,
  "sale.first_order": () => "has its first order",
  "sale.half_sold": (about) => `is half sold: ${count(about)}`,
  "sale.sold_out": ({ stock }) => `is sold out: ${units(stock)}`,
  "sale.paused": (about) => `has been paused: ${count(about)} sold`,
  "sale.resumed": (about) => `has been resumed: ${count(about)} sold`,
  "sale.ended": (about) => `has ended: ${count(about)} sold`,
  "deliveries.failing": () =>
    "cannot deliver its orders: for a minute the order system has not taken them",
  "deliveries.recovered": () => "delivers its orders again",
};

/**
 * The body of an alert, as Standard Webhooks recommends it, and its id, which must be without dots: the
 * signature uses them between its parts. `text` says it in a sentence, for chats.
 */
export function message(type: AlertType, n: number, about: About): { id: string; text: string } {
  const { at, ...data } = about;
  const timestamp = new Date(at).toISOString();
  const text = `${about.title} ${TEXTS[type](about)}`;
  return { id: `${about.sale}_alert_${n}`, text: JSON.stringify({ type, timestamp, data, text }) };
}

const count = ({ sold, stock }: About) => `${sold} of ${units(stock)}`;
const units = (n: number) => (n === 1 ? "1 unit" : `${n} units`);
