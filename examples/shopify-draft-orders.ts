/**
 * An order system that makes a Shopify draft order of each order: the shopper pays its invoice in your
 * shop. `/orders` is for Doorbuster, `/shopify` for Shopify's webhook `orders/paid`. See docs/payments.md.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Order, readDelivery, reportPaid, type Shop } from "./doorbuster.ts";

export interface ShopifySettings extends Shop {
  /** Like my-shop.myshopify.com. */
  shop: string;
  /** Of an app with the scope write_draft_orders. */
  token: string;
  /** The app's client secret, which signs webhooks. */
  clientSecret: string;
}

const FIND = `query ($query: String!) { draftOrders(first: 1, query: $query) { nodes { id invoiceUrl } } }`;
const CREATE = `mutation ($input: DraftOrderInput!) { draftOrderCreate(input: $input) {
  draftOrder { id invoiceUrl } userErrors { field message } } }`;
const DELETE = `mutation ($input: DraftOrderDeleteInput!) { draftOrderDelete(input: $input) {
  deletedId userErrors { field message } } }`;

export function shopifyDrafts(settings: ShopifySettings): (request: Request) => Promise<Response> {
  const { shop, token, clientSecret, fetch: send = fetch } = settings;

  async function shopify(query: string, variables: object) {
    const answer = await send(`https://${shop}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": token },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    const wrong = errors ?? data?.draftOrderCreate?.userErrors ?? [];
    if (!answer.ok || wrong.length > 0) throw new Error(`Shopify: ${JSON.stringify(wrong)}`);
    return data;
  }

  /** Shopify has no idempotency key for drafts: the tag finds the one of an earlier delivery. */
  async function draftOf(orderId: string): Promise<{ id: string; invoiceUrl: string } | undefined> {
    return (await shopify(FIND, { query: `tag:'${orderId}'` })).draftOrders.nodes[0];
  }

  async function create({ orderId, sale: slug, email, offer }: Order) {
    const { title, price, currency } = offer;
    // Shopify takes decimals as text, in units of the currency.
    const amount = { amount: String(price), currencyCode: currency };
    const input = {
      email,
      tags: [orderId, slug],
      customAttributes: [
        { key: "doorbuster_order", value: orderId },
        { key: "doorbuster_sale", value: slug },
      ],
      presentmentCurrencyCode: currency,
      lineItems: [{ title, quantity: 1, originalUnitPriceWithCurrency: amount }],
    };
    return (await shopify(CREATE, { input })).draftOrderCreate.draftOrder;
  }

  async function orders(request: Request): Promise<Response> {
    const { type, data } = await readDelivery(request, settings);
    const draft = await draftOf(data.orderId);
    if (type === "order.placed") {
      return Response.json({ payAt: (draft ?? (await create(data))).invoiceUrl });
    }
    // Nobody can pay an invoice that is gone.
    if (type === "order.cancelled" && draft) await shopify(DELETE, { input: { id: draft.id } });
    return new Response(null, { status: 204 });
  }

  async function paid(request: Request): Promise<Response> {
    const body = await request.text();
    const sent = Buffer.from(request.headers.get("x-shopify-hmac-sha256") ?? "", "base64");
    const expected = createHmac("sha256", clientSecret).update(body).digest();
    if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) {
      return new Response(null, { status: 401 });
    }
    const noted: { name: string; value: string }[] = JSON.parse(body).note_attributes ?? [];
    const noteOf = (key: string) => noted.find(({ name }) => name === key)?.value;
    const [orderId, slug] = [noteOf("doorbuster_order"), noteOf("doorbuster_sale")];
    if (!orderId || !slug || (await reportPaid(settings, orderId, slug))) return new Response(null);
    console.error(`order ${orderId} was paid after it was cancelled: refund it in Shopify`);
    return new Response(null);
  }

  return async (request) =>
    new URL(request.url).pathname === "/shopify" ? paid(request) : orders(request);
}
