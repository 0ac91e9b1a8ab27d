/** The order systems in `examples/`, against stand-ins that check what the real APIs check. */
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { shopifyDrafts } from "../../examples/shopify-draft-orders.ts";
import { minorUnits, stripeCheckout } from "../../examples/stripe-checkout.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SALE = "https://sale.example";
const ORDER = {
  orderId: "7QX2M8KD4RTA9WCE",
  sale: "aurora-lamp",
  email: "ada@example.com",
  payBy: 1_795_773_600_000,
  offer: { title: "Aurora lamp", price: 19.9, currency: "EUR" },
};

/** As the outbox delivers it. */
function delivery(type: string, secret = SECRET): Request {
  const body = JSON.stringify({ type, data: ORDER });
  const at = new Date();
  const headers = {
    "webhook-id": ORDER.orderId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(ORDER.orderId, at, body),
  };
  return new Request("https://orders.example/orders", { method: "POST", body, headers });
}

/** The sale's hook: verifies as it does, and answers `status`. */
function hook(init: RequestInit, heard: unknown[], status: number): Response {
  const headers = init.headers as Record<string, string>;
  heard.push(new Webhook(SECRET).verify(String(init.body), headers));
  return new Response(null, { status });
}

describe("Stripe Checkout", () => {
  function standIn(hookStatus = 204) {
    const sessions = new Map<string, { body: string; url: string }>();
    const refunds: [string, string][] = [];
    const heard: unknown[] = [];
    const send = async (input: unknown, init: RequestInit = {}) => {
      const url = String(input);
      if (url === `${SALE}/hooks/orders`) return hook(init, heard, hookStatus);
      const headers = init.headers as Record<string, string>;
      const key = headers["idempotency-key"] ?? "";
      if (headers.authorization !== "Bearer sk_test_1") return new Response("{}", { status: 401 });
      const body = String(init.body);
      if (url === "https://api.stripe.com/v1/refunds") {
        refunds.push([key, new URLSearchParams(body).get("payment_intent") ?? ""]);
        return Response.json({});
      }
      const amount = new URLSearchParams(body).get("line_items[0][price_data][unit_amount]") ?? "";
      if (!/^[1-9]\d*$/.test(amount)) return new Response("invalid integer", { status: 400 });
      // The same key with other parameters is an error; with the same ones, the same answer.
      const before = sessions.get(key);
      if (before && before.body !== body) return new Response("idempotency_error", { status: 400 });
      const session = before ?? { body, url: `https://checkout.stripe.com/c/${sessions.size + 1}` };
      sessions.set(key, session);
      return Response.json({ url: session.url });
    };
    const handle = stripeCheckout({
      ...{ sale: SALE, secret: SECRET, stripeKey: "sk_test_1", stripeSecret: "whsec_stripe" },
      fetch: send as typeof fetch,
    });
    return { handle, sessions, refunds, heard };
  }

  function stripeEvent(secret = "whsec_stripe", at = Math.floor(Date.now() / 1000)): Request {
    const object = {
      client_reference_id: ORDER.orderId,
      metadata: { sale: ORDER.sale },
      payment_intent: "pi_1",
      payment_status: "paid",
    };
    const body = JSON.stringify({ type: "checkout.session.completed", data: { object } });
    const signed = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
    const headers = { "stripe-signature": `t=${at},v1=${signed}` };
    return new Request("https://orders.example/stripe", { method: "POST", body, headers });
  }

  it("makes one session of an order, however often it is delivered, in minor units", async () => {
    const { handle, sessions } = standIn();
    const first = await (await handle(delivery("order.placed"))).json();
    const again = await (await handle(delivery("order.placed"))).json();
    expect([first, again]).toEqual(Array(2).fill({ payAt: "https://checkout.stripe.com/c/1" }));
    const fields = new URLSearchParams(sessions.get(ORDER.orderId)?.body);
    expect(fields.get("line_items[0][price_data][unit_amount]")).toBe("1990");
    expect(fields.get("expires_at")).toBe("1795773600");
  });

  it("reports a payment that Stripe has signed, and no other", async () => {
    const { handle, heard } = standIn();
    expect((await handle(stripeEvent("whsec_other"))).status).toBe(400);
    expect((await handle(stripeEvent("whsec_stripe", 1_700_000_000))).status).toBe(400);
    expect(heard).toEqual([]);
    expect((await handle(stripeEvent())).status).toBe(200);
    const { orderId, sale } = ORDER;
    expect(heard).toEqual([{ type: "order.paid", data: { orderId, sale } }]);
  });

  it("gives the money back, once, when the order had been cancelled", async () => {
    const { handle, refunds } = standIn(409);
    await handle(stripeEvent());
    expect(refunds).toEqual([[`${ORDER.orderId}-refund`, "pi_1"]]);
  });

  it("refuses a delivery that the sale has not signed", async () => {
    const { handle, sessions } = standIn();
    await expect(handle(delivery("order.placed", "whsec_AAAA"))).rejects.toThrow(/signature/);
    expect(sessions.size).toBe(0);
  });

  it.each([
    [19.9, "EUR", 1990],
    [500, "JPY", 500],
    [5.124, "KWD", 5120],
    [500, "ISK", 50_000],
    [1.15, "USD", 115],
  ])("%s %s is %s", (price, currency, minor) => {
    expect(minorUnits(price, currency)).toBe(minor);
  });
});

describe("Shopify draft orders", () => {
  function standIn(hookStatus = 204) {
    const drafts = new Map<string, { id: string; invoiceUrl: string }>();
    const heard: unknown[] = [];
    const send = async (input: unknown, init: RequestInit = {}) => {
      if (String(input) === `${SALE}/hooks/orders`) return hook(init, heard, hookStatus);
      const headers = init.headers as Record<string, string>;
      if (headers["x-shopify-access-token"] !== "shpat_1") return Response.json({ errors: ["no"] });
      const { query, variables } = JSON.parse(String(init.body));
      return Response.json({ data: answer(query, variables) });
    };
    function answer(query: string, variables: { query: string; input: DraftInput }) {
      const { input } = variables;
      if (query.startsWith("query")) {
        const draft = drafts.get(/^tag:'(\w+)'$/.exec(variables.query)?.[1] ?? "");
        return { draftOrders: { nodes: draft ? [draft] : [] } };
      }
      if (query.includes("draftOrderDelete")) {
        for (const [tag, { id }] of drafts) if (id === input.id) drafts.delete(tag);
        return { draftOrderDelete: { deletedId: input.id, userErrors: [] } };
      }
      const { amount } = input.lineItems[0]?.originalUnitPriceWithCurrency ?? { amount: "" };
      const userErrors = /^\d+(\.\d+)?$/.test(amount) ? [] : [{ field: "amount", message: "no" }];
      const id = `gid://shopify/DraftOrder/${drafts.size + 1}`;
      const draftOrder = { id, invoiceUrl: `https://shop.example/invoices/${drafts.size + 1}` };
      drafts.set(input.tags[0] ?? "", draftOrder);
      return { draftOrderCreate: { draftOrder, userErrors } };
    }
    const handle = shopifyDrafts({
      ...{ sale: SALE, secret: SECRET, shop: "shop.example", token: "shpat_1" },
      ...{ clientSecret: "app-secret", fetch: send as typeof fetch },
    });
    return { handle, drafts, heard };
  }

  interface DraftInput {
    id: string;
    tags: string[];
    lineItems: { originalUnitPriceWithCurrency: { amount: string } }[];
  }

  it("makes one draft of an order, and removes it when the order is cancelled", async () => {
    const { handle, drafts } = standIn();
    const first = await (await handle(delivery("order.placed"))).json();
    const again = await (await handle(delivery("order.placed"))).json();
    expect([first, again]).toEqual(Array(2).fill({ payAt: "https://shop.example/invoices/1" }));
    expect(drafts.size).toBe(1);
    expect((await handle(delivery("order.cancelled"))).status).toBe(204);
    expect(drafts.size).toBe(0);
  });

  function paid(secret: string): Request {
    const attributes = [
      { name: "doorbuster_order", value: ORDER.orderId },
      { name: "doorbuster_sale", value: ORDER.sale },
    ];
    const body = JSON.stringify({ id: 1, note_attributes: attributes });
    const signature = createHmac("sha256", secret).update(body).digest("base64");
    const headers = { "x-shopify-hmac-sha256": signature };
    return new Request("https://orders.example/shopify", { method: "POST", body, headers });
  }

  it("reports a payment that Shopify has signed, and no other", async () => {
    const { handle, heard } = standIn();
    const { orderId, sale } = ORDER;
    expect((await handle(paid("other"))).status).toBe(401);
    expect((await handle(paid("app-secret"))).status).toBe(200);
    expect(heard).toEqual([{ type: "order.paid", data: { orderId, sale } }]);
  });

  it("names the order whose payment came too late, and has Shopify repeat one that was not noted", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await standIn(409).handle(paid("app-secret"))).status).toBe(200);
    expect(said.mock.calls.join()).toContain(`order ${ORDER.orderId} was paid after`);
    said.mockRestore();
    await expect(standIn(503).handle(paid("app-secret"))).rejects.toThrow("the sale answered 503");
  });
});
