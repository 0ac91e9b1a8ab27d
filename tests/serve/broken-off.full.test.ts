/** What an upload that ends in the middle leaves behind: nothing. */
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

let serving: Serving;
beforeAll(async () => {
  serving = await startServe({ "starts-in": "0s", stock: 9 });
});
afterAll(() => serving?.stop());

/** Sends a part of a form and no more; resolves to the answer. */
async function breakOff(path: string, framing: string, part: string): Promise<string> {
  const socket = connect(Number(new URL(serving.origin).port), "127.0.0.1");
  await once(socket, "connect");
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n`;
  socket.end(`${head}${framing}\r\n\r\n${part}`);
  return text(socket);
}

it("an upload that breaks off writes no stack, and the order can still be placed", async () => {
  const shopper = new Shopper(serving);
  const { order } = (await shopper.claim()).body;
  const said = serving.stderr().length;
  const answers = [
    await breakOff(order, "Content-Length: 900", '{"name":'),
    await breakOff(order, "Transfer-Encoding: chunked", '8\r\n{"name":\r\n'),
    await breakOff(`${order}/release`, "Content-Length: 900", "x"),
  ];
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect((await shopper.order(order)).status).toBe(201);
  // The operator's event in the log comes after whatever the uploads have left there.
  await fetch(`${serving.origin}/admin/sales/${serving.sale}`);
  await waitFor(() => serving.stderr().includes("operator_refused", said), "the event in the log");
  expect(serving.stderr().slice(said)).not.toMatch(/Error|\bat .*\.js/);
});
