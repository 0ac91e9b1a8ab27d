/** The order URL: the form while its slot lives, the receipt once it has become an order. */
import {
  askedBy,
  type Code,
  type ContactField,
  type ContactProblem,
  type OrderForm,
  type ReceiptBody,
  type Sale,
  type SlotBody,
  STATUS,
  shell,
} from "../contract.ts";
import { type Bindings, orderSaleOf, saleOf } from "../env.ts";
import type { Looked, Order } from "../gate/messages.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import type { Ctx, Router } from "../http/context.ts";
import { checkForm, PROBLEM_TEXT, type Problems, parseForm, type Values } from "../http/form.ts";
import { languageOf } from "../http/language.ts";
import { methodNotAllowed, smallBody } from "../http/method.ts";
import { type Fill, page } from "../http/page.ts";
import { refuse, retryAfter, wantsJson } from "../http/refuse.ts";
import { droppedCookie, heldCookie, isAnothers } from "../http/shopper.ts";
import { mailTransport } from "../outbox/configured.ts";
import { type Contact, contactsOf } from "../register/contacts.ts";
import { keysOf } from "../tokens/keys.ts";
import { type OrderToken, readOrder } from "../tokens/tokens.ts";

export function orderRoutes(app: Router): void {
  app.get("/order/:token", (c) => withToken(c, show));
  app.post("/order/:token", smallBody, (c) => withToken(c, place));
  app.all("/order/:token", methodNotAllowed("GET, HEAD, POST"));
  app.post("/order/:token/release", smallBody, (c) => withToken(c, release));
  app.all("/order/:token/release", methodNotAllowed("POST"));
}

/** An order URL that has been judged: its text, what it says, and the sale if it is still deployed. */
interface OrderUrl {
  text: string;
  token: OrderToken;
  sale: Sale | undefined;
}

async function withToken(
  c: Ctx,
  answer: (c: Ctx, url: OrderUrl) => Promise<Response>,
): Promise<Response> {
  const keys = await keysOf(c.env);
  const text = c.req.param("token") ?? "";
  const token = await readOrder(keys, text);
  const sale = token && saleOf(c.env, token.sale);
  const cookies = c.req.header("Cookie") ?? null;
  if (!token || (await isAnothers(cookies, keys, token, sale?.door)))
    return refuse(c, { code: "bad_token" });
  if (sale?.shop !== undefined) mayFrame(c, sale.shop);
  return answer(c, { text, token, sale });
}

/** As the sale's product page says of itself (`site/build/headers.ts`). */
function mayFrame(c: Ctx, shop: string): void {
  c.header("Content-Security-Policy", `frame-ancestors ${shop}`);
  c.header("X-Frame-Options", undefined);
}

/** Reads only, and works for a sale whose file is gone: a receipt is for good. */
async function show(c: Ctx, url: OrderUrl): Promise<Response> {
  const looked = await gateClientOf(c.env).look(url.token);
  if (!looked) return refuse(c, { code: "full" });
  if (looked.is === "expired") return lapsed(c, url);
  if (looked.is === "order") return receipt(c, url, looked);
  if (wantsJson(c)) {
    const body: SlotBody = { sale: url.token.sale, expiresAt: looked.expiresAt };
    return c.json(body);
  }
  return form(c, url, 200, { expiresAt: looked.expiresAt });
}

async function place(c: Ctx, url: OrderUrl): Promise<Response> {
  if (!url.sale) return placedBefore(c, url);
  const type = mediaType(c);
  if (type === undefined) return refuse(c, { code: "unsupported_type" }, url.sale.slug);
  const sent = parseForm(c.get("body"), type === "application/json");
  if (!sent) return unreadable(c, url);
  const checked = checkForm(sent, askedBy(url.sale));
  if (!checked.ok) return invalid(c, url, checked);
  const { form } = checked;
  const keyed = await contactsOf(await keysOf(c.env), url.sale, form);
  if (!keyed.ok) return invalid(c, url, { values: form, problems: keyed.problems });
  return placeAt(c, url, url.sale, form, keyed.contacts);
}

/** The sale's file is gone: nothing new is taken, and what was ordered stays ordered. */
async function placedBefore(c: Ctx, url: OrderUrl): Promise<Response> {
  const looked = await gateClientOf(c.env).look(url.token);
  if (!looked) return refuse(c, { code: "full" });
  return looked.is === "order" ? placed(c, url, looked, false) : refuse(c, { code: "not_found" });
}

async function placeAt(
  c: Ctx,
  url: OrderUrl,
  sale: Sale,
  form: OrderForm,
  contacts: Contact[],
): Promise<Response> {
  const answer = await gateClientOf(c.env).order(orderSaleOf(sale), url.token, form, contacts);
  if (!answer) return noUnit(c, url, "full", form);
  if (answer.ok) return placed(c, url, answer, answer.fresh);
  if (answer.code === "full") return noUnit(c, url, "full", form);
  if (answer.code === "slot_expired") return lapsed(c, url);
  if (answer.code === "contact_used") return contactUsed(c, url, answer.field, form);
  if (answer.code === "too_early") {
    return refuse(c, { code: "too_early", startsAt: sale.startsAt }, sale.slug);
  }
  return refuse(c, { code: answer.code }, sale.slug);
}

function placed(c: Ctx, { text, token }: OrderUrl, order: Order, fresh: boolean) {
  c.header("Set-Cookie", heldCookie(c.req.url, token.sale, text), { append: true });
  // A reload of the page after a redirect asks for the receipt, it does not post again.
  if (!wantsJson(c)) return c.redirect(`/order/${text}`, 303);
  return c.json(receiptBody(token, order), fresh ? 201 : 200);
}

/** Gives the place up. Again, or too late: the answer tells how it stands. */
async function release(c: Ctx, url: OrderUrl): Promise<Response> {
  const { sale } = url.token;
  const looked = await gateClientOf(c.env).release(url.token);
  if (!looked) return refuse(c, { code: "full" });
  if (looked.is === "order") return receipt(c, url, looked);
  drop(c, url);
  if (wantsJson(c)) return c.json({ sale, released: true });
  return c.redirect(`/sales/${sale}`, 303);
}

async function receipt(c: Ctx, url: OrderUrl, order: Extract<Looked, { is: "order" }>) {
  // The order is over for this shopper: the sale's page offers another try.
  if (order.again) drop(c, url);
  if (wantsJson(c)) return c.json({ ...receiptBody(url.token, order), ...lifeOf(order) });
  const { name, email } = order.form;
  const path = url.sale ? shell.receipt(url.sale.slug) : shell.bareReceipt(languageOf(c));
  return page(c, path, 200, {
    text: {
      orderId: order.orderId,
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
    },
    time: {
      placedAt: order.placedAt,
      ...(order.payBy === undefined ? {} : { payBy: order.payBy }),
    },
    href: {
      sale: url.sale ? `/sales/${url.sale.slug}` : "/",
      ...(order.payAt === undefined ? {} : { payAt: order.payAt }),
    },
    ...partsOf(c.env, order),
    ...(order.payBy === undefined ? {} : { expiresAt: order.payBy }),
  });
}

/** What the receipt says of an order, by the names that its page has for it. */
function partsOf(env: Bindings, order: Order): Pick<Fill, "show" | "hide"> {
  if (order.cancelledAt !== undefined) {
    const why = order.reason === "unpaid" ? "unpaid" : "cancelled";
    return { show: [why, ...(order.again ? ["again"] : [])], hide: ["thanks", "next"] };
  }
  const mailed = mailTransport(env) ? { show: ["mailed"], hide: ["contacted"] } : { show: [] };
  if (order.paidAt !== undefined) return { ...mailed, show: [...mailed.show, "paid"] };
  const { payAt, payBy } = order;
  const pay = [...(payAt === undefined ? [] : ["pay"]), ...(payBy === undefined ? [] : ["pay-by"])];
  return { ...mailed, show: [...mailed.show, "unsettled", ...pay] };
}

function lifeOf({
  number,
  payAt,
  payBy,
  paidAt,
  cancelledAt,
  reason,
}: Order): Partial<ReceiptBody> {
  const life = { number, payAt, payBy, paidAt, cancelledAt, why: reason };
  return Object.fromEntries(Object.entries(life).filter(([, value]) => value !== undefined));
}

function receiptBody({ sale }: OrderToken, { orderId, placedAt }: Order): ReceiptBody {
  return { orderId, sale, placedAt };
}

/** The slot is over: this browser may forget it, as this isolate has. */
function drop(c: Ctx, { text, token }: OrderUrl): void {
  const cookie = droppedCookie(c.req.raw, token.sale, text);
  if (cookie !== undefined) c.header("Set-Cookie", cookie, { append: true });
}

function lapsed(c: Ctx, url: OrderUrl): Response | Promise<Response> {
  drop(c, url);
  return refuse(c, { code: "slot_expired" }, url.sale?.slug);
}

/** The form again, with what was typed, since the slot is kept. */
async function noUnit(c: Ctx, url: OrderUrl, code: "full", values: Values): Promise<Response> {
  retryAfter(c, code);
  if (wantsJson(c)) return c.json({ code }, STATUS[code]);
  return form(c, url, STATUS[code], { values, notice: code });
}

/** The form again, since the slot is kept: with another contact it can still become an order. */
async function contactUsed(
  c: Ctx,
  url: OrderUrl,
  field: ContactField,
  values: Values,
): Promise<Response> {
  const fields = { [field]: "has been used for another order in this sale" };
  if (wantsJson(c)) return c.json({ code: "contact_used", fields }, STATUS.contact_used);
  const used: ContactProblem = "used";
  const inParts = field === "address" && url.sale && askedBy(url.sale).includes("address");
  return form(c, url, STATUS.contact_used, {
    values,
    problems: { [inParts ? "street" : field]: used },
    notice: "contact_used",
  });
}

async function invalid(
  c: Ctx,
  url: OrderUrl,
  { values, problems }: { values: Values; problems: Problems },
): Promise<Response> {
  if (!wantsJson(c)) return form(c, url, STATUS.invalid, { values, problems, notice: "invalid" });
  const fields = Object.fromEntries(
    (Object.keys(problems) as (keyof Problems)[]).map((field) => [
      field,
      PROBLEM_TEXT[problems[field] ?? "malformed"](field),
    ]),
  );
  return c.json({ code: "invalid", fields } satisfies { code: Code; fields: object }, 400);
}

/** Not UTF-8, or not the JSON object or the form that its type says. */
function unreadable(c: Ctx, url: OrderUrl): Response | Promise<Response> {
  if (!wantsJson(c)) return refuse(c, { code: "invalid" }, url.sale?.slug);
  const fields = { body: "must be a form or a JSON object, in UTF-8" };
  return c.json({ code: "invalid", fields }, 400);
}

/** The form with its time left: asked anew, since the slot may have lapsed meanwhile. */
async function form(c: Ctx, url: OrderUrl, status: number, fill: Fill): Promise<Response> {
  if (!url.sale) return refuse(c, { code: "not_found" });
  const looked =
    fill.expiresAt === undefined ? await gateClientOf(c.env).look(url.token) : undefined;
  if (looked?.is === "expired") return lapsed(c, url);
  if (looked?.is === "order") return receipt(c, url, looked);
  const expiresAt = fill.expiresAt ?? looked?.expiresAt;
  return page(c, shell.form(url.sale.slug), status, {
    ...fill,
    ...(expiresAt === undefined ? {} : { expiresAt, time: { expiresAt } }),
    href: { sale: `/sales/${url.sale.slug}` },
    action: { release: `/order/${url.text}/release` },
  });
}

/** The types that an order may come in; undefined for any other. */
function mediaType(c: Ctx): "application/json" | "application/x-www-form-urlencoded" | undefined {
  const [type = ""] = (c.req.header("Content-Type") ?? "").split(";");
  const name = type.trim().toLowerCase();
  return name === "application/json" || name === "application/x-www-form-urlencoded"
    ? name
    : undefined;
}
