import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { signature } from "../../edge/outbox/signature.ts";
import { makeSecret } from "../../scripts/lib/secrets.ts";

const secret = makeSecret("ORDER_SYSTEM_SECRET");
const body = JSON.stringify({ name: "Zoë 秒杀 \u2028", note: "a.b.c" });

it("is what the specification's own library accepts, and makes", async () => {
  const [id, now] = [randomUUID(), Math.floor(Date.now() / 1000)];
  const signed = await signature(secret, id, now, body);
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(now),
    "webhook-signature": signed,
  };
  const library = new Webhook(secret);
  expect(library.verify(body, headers)).toEqual(JSON.parse(body));
  expect(signed).toBe(library.sign(id, new Date(now * 1000), body));
  expect(() => library.verify(`${body} `, headers)).toThrow();
});
