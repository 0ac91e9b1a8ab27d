/**
 * Exports as other shops' software imports them: the columns of Shopify's own order files, which its
 * import apps read too, and those of WooCommerce's order importers.
 */
import type { ExportedOrder } from "../../../edge/contract.ts";
import type { Row } from "./order-pages.ts";

export const PRESETS = ["shopify", "woocommerce"] as const;
export type Preset = (typeof PRESETS)[number];

/** A cell, by the row, the sale's name, and what a shopper typed made harmless. */
type Column = (row: Row, sale: string, typed: (text?: string) => string | undefined) => Cell;
export type Cell = string | number | undefined;

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

const SHOPIFY: Record<string, Column> = {
  Name: ({ order }) => `#${order.orderId}`,
  Email: ({ order }, _, typed) => typed(order.email),
  "Financial Status": ({ order }) => financialStatus(order),
  "Paid at": ({ order }) => iso(order.paidAt),
  "Created at": ({ order }) => iso(order.placedAt),
  "Cancelled at": ({ order }) => iso(order.cancelledAt),
  Currency: ({ order }) => order.offer?.currency,
  Total: ({ order }) => order.offer?.price,
  "Lineitem quantity": () => 1,
  "Lineitem name": ({ order }, sale, typed) => typed(order.offer?.title) ?? sale,
  "Lineitem price": ({ order }) => order.offer?.price,
  "Lineitem sku": (_, sale) => sale,
  "Shipping Name": ({ order }, _, typed) => typed(order.name),
  "Shipping Address1": ({ order }, _, typed) => typed(order.address),
  "Shipping Phone": ({ order }, _, typed) => typed(order.phone),
  Notes: ({ order }, _, typed) => typed(order.note),
  Tags: (_, sale) => `doorbuster, ${sale}`,
};

function financialStatus({ paidAt, cancelledAt }: ExportedOrder): string {
  if (cancelledAt !== undefined) return "voided";
  return paidAt === undefined ? "pending" : "paid";
}

const WOOCOMMERCE: Record<string, Column> = {
  order_number: ({ order }) => order.orderId,
  order_date: ({ order }) => iso(order.placedAt)?.slice(0, 19).replace("T", " "),
  paid_date: ({ order }) => iso(order.paidAt)?.slice(0, 19).replace("T", " "),
  status: ({ order }) => wooStatus(order),
  order_total: ({ order }) => order.offer?.price,
  order_currency: ({ order }) => order.offer?.currency,
  billing_first_name: ({ order }, _, typed) => typed(order.name),
  billing_email: ({ order }, _, typed) => typed(order.email),
  billing_phone: ({ order }, _, typed) => typed(order.phone),
  billing_address_1: ({ order }, _, typed) => typed(order.address),
  customer_note: ({ order }, _, typed) => typed(order.note),
  line_item_1: ({ order }, sale, typed) => {
    // A bar would begin the next part of the item.
    const name = (typed(order.offer?.title) ?? sale).replaceAll("|", "/");
    return `name:${name}|sku:${sale}|quantity:1|total:${order.offer?.price ?? ""}`;
  },
};

function wooStatus({ paidAt, cancelledAt }: ExportedOrder): string {
  if (cancelledAt !== undefined) return "cancelled";
  return paidAt === undefined ? "on-hold" : "processing";
}

export const COLUMNS_FOR: Record<Preset, Record<string, Column>> = {
  shopify: SHOPIFY,
  woocommerce: WOOCOMMERCE,
};
