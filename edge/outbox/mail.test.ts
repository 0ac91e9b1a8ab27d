/** E-mails to shoppers: what is sent, to whom, under which id, and what becomes of one that is not taken. */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MailTemplates } from "../contract.ts";
import { type Bindings, orderSaleOf } from "../env.ts";
import { Gate } from "../gate/gate.ts";
import { FORM, START, World } from "../testing/world.ts";
import { bindingMail, httpMail, shopperMail } from "./mail.ts";
import type { OrderEvent } from "./messages.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const template = (what: string) => ({
  subject: `${what}, {name}`,
  text: `{name} {orderId} {other}`,
  html: `<p>{name} {orderId}</p>`,
});
const TEMPLATES: MailTemplates = {
  placed: template("Placed"),
  unpaid: template("Unpaid"),
  shop: template("Cancelled"),
};
const assets = (answer = Response.json(TEMPLATES)) =>
  ({ fetch: vi.fn(async () => answer) }) as unknown as Fetcher;

const MAIL = {
  ...{ id: "ORDER-mail", from: "Shop <a@shop.example>", to: "ada@example.com" },
  ...{ subject: "Hello", text: "Hello", html: "<p>Hello" },
};
const EVENT: OrderEvent = {
  ...{ id: "ORDER-mail", type: "mail.placed", at: START },
  order: {
    ...{ orderId: "7QX2M8KD4RTA9WCE", sale: "lamp", placedAt: START },
    ...{ name: "Ada <b>{orderId}</b>", email: "ada@example.com" },
  },
};

describe("an e-mail provider over HTTP", () => {
  const answers = (response: Response | Error) => {
    const fetched = vi.fn(async (_url: string, _init: RequestInit) => {
      if (response instanceof Error) throw response;
      return response;
    });
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };
  const send = () => httpMail("https://mail.example/emails", "re_key")(MAIL);

  it("gets the key, the e-mail, and an id that is the same at each attempt", async () => {
    const fetched = answers(Response.json({ id: "1" }));
    expect(await send()).toEqual({ ok: true, status: 200 });
    const [url, { headers, body, redirect }] = fetched.mock.calls[0] ?? ["", {}];
    const { id, to, ...rest } = MAIL;
    expect([url, redirect]).toEqual(["https://mail.example/emails", "manual"]);
    expect(headers).toMatchObject({ authorization: "Bearer re_key", "idempotency-key": id });
    expect(JSON.parse(String(body))).toEqual({ ...rest, to: [to] });
  });

  it("is asked again later when it does not take one, and when it says how much later", async () => {
    answers(new Response(null, { status: 429, headers: { "retry-after": "7" } }));
    expect(await send()).toEqual({ ok: false, status: 429, retryAfter: 7_000 });
    answers(new Response(null, { status: 500 }));
    expect(await send()).toEqual({ ok: false, status: 500 });
    answers(new TypeError("no way"));
    expect(await send()).toEqual({ ok: false, status: 0, error: "network" });
  });
});

it("the binding gets the e-mail, and one that it refuses is tried again", async () => {
  const sent = vi.fn(async () => ({ messageId: "1" }));
  expect(await bindingMail({ send: sent })(MAIL)).toEqual({ ok: true, status: 202 });
  const { id: _id, ...mail } = MAIL;
  expect(sent).toHaveBeenCalledExactlyOnceWith(mail);
  const refuse = async () => {
    throw new Error("E_SENDER_NOT_VERIFIED");
  };
  expect(await bindingMail({ send: refuse })(MAIL)).toMatchObject({ ok: false });
});

describe("what a shopper reads", () => {
  const mailed = async (event: OrderEvent, answer?: Response) => {
    const send = vi.fn(async (_mail: typeof MAIL) => ({ ok: true as const, status: 200 }));
    const sent = await shopperMail(assets(answer), "a@shop.example", send).send(event);
    return { sent, mail: send.mock.calls[0]?.[0] };
  };

  it("has the name and the number filled in, in HTML escaped, and nothing within what was filled in", async () => {
    const { mail } = await mailed(EVENT);
    expect(mail).toEqual({
      ...{ id: "ORDER-mail", from: "a@shop.example", to: "ada@example.com" },
      subject: "Placed, Ada <b>{orderId}</b>",
      text: "Ada <b>{orderId}</b> 7QX2 M8KD 4RTA 9WCE {other}",
      html: "<p>Ada &lt;b&gt;{orderId}&lt;/b&gt; 7QX2 M8KD 4RTA 9WCE</p>",
    });
  });

  it("says why an order was cancelled", async () => {
    const cancelled = (reason: "unpaid" | "shop"): OrderEvent => ({
      ...EVENT,
      type: "mail.cancelled",
      order: { ...EVENT.order, reason },
    });
    expect((await mailed(cancelled("unpaid"))).mail?.subject).toMatch(/^Unpaid/);
    expect((await mailed(cancelled("shop"))).mail?.subject).toMatch(/^Cancelled/);
  });

  it("is nothing once the shopper's data were erased, and waits while the templates are not there", async () => {
    const { email: _email, ...erased } = EVENT.order;
    expect(await mailed({ ...EVENT, order: erased })).toEqual({
      sent: { ok: true, status: 0 },
      mail: undefined,
    });
    const lacking = await mailed(EVENT, new Response(null, { status: 404 }));
    expect(lacking).toEqual({ sent: { ok: false, status: 0, error: "network" }, mail: undefined });
  });
});

/** What a gate with the e-mail binding sends for one order, which is cancelled. */
async function mailsOf(bindings: Partial<Bindings>, refusals = 0) {
  const world = new World({ gates: 1 });
  const sale = orderSaleOf(world.sale);
  const send = vi.fn(async (_mail: Omit<typeof MAIL, "id">) => {
    if (send.mock.calls.length <= refusals) throw new Error("not now");
  });
  await runInDurableObject(world.gate(0), async (_running, state) => {
    const ASSETS = { fetch: async () => Response.json(TEMPLATES) } as unknown as Fetcher;
    const gate = new Gate(state, { ...(env as Bindings), ASSETS, MAIL: { send }, ...bindings });
    const { answer } = await gate.claim(sale, 0, "ada", {});
    if (!answer.ok) throw new Error("no slot");
    const ordered = await gate.order(sale, 0, "ada", answer.slot, FORM);
    if (!ordered.answer.ok) throw new Error("no order");
    if (!bindings.MAIL_FROM) return;
    for (let sent = 1; sent <= refusals + 1; sent++) {
      await expect.poll(() => send.mock.calls.length).toBe(sent);
      vi.setSystemTime(Date.now() + 60_000);
      await gate.tick();
    }
    gate.settle(ordered.answer.orderId, "cancelled");
    await expect.poll(() => send.mock.calls.length).toBe(refusals + 2);
  });
  return send.mock.calls.map(([{ subject }]) => subject);
}

describe("a gate with a way to send e-mail", () => {
  const MAIL_FROM = "a@shop.example";

  it("confirms an order and says that it was cancelled, each once, without any order system", async () => {
    expect(await mailsOf({ MAIL_FROM })).toEqual([
      "Placed, Ada Lovelace",
      "Cancelled, Ada Lovelace",
    ]);
  });

  it("tries again what was not taken", async () => {
    const placed = "Placed, Ada Lovelace";
    expect(await mailsOf({ MAIL_FROM }, 2)).toEqual([placed, placed, placed, expect.any(String)]);
  });

  it("sends nothing without a sender's address", async () => {
    expect(await mailsOf({})).toEqual([]);
  });
});
