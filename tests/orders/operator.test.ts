import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { redeliver } from "../../scripts/commands/redeliver.ts";
import { contextWith, inContext } from "../../scripts/lib/context.ts";
import { saleStatus } from "../../scripts/lib/operate/client.ts";
import { findOperator } from "../../scripts/lib/operate/where.ts";
import { type FakeWorker, listed, startFakeWorker, urlOf } from "./fake-worker.ts";

describe("where the operator's key is from", () => {
  const folder = mkdtempSync(join(tmpdir(), "operator-"));
  const [env, empty] = [join(folder, "dev.vars"), join(folder, "empty")];
  beforeAll(() => {
    writeFileSync(env, 'ADMIN_KEY="from env"\n');
    writeFileSync(empty, "SIGNING_KEY=x\n");
    writeFileSync(join(folder, "secrets.env"), "ADMIN_KEY=from-state\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("a file that is named counts more than a state folder, and both more than the environment", () => {
    const around = { ADMIN_KEY: "around" };
    expect(findOperator({}, around)).toMatchObject({ key: "around", from: "the environment" });
    expect(findOperator({ state: folder }, around).key).toBe("from-state");
    expect(findOperator({ env, state: folder }, around)).toMatchObject({
      key: "from env",
      from: env,
    });
    expect(findOperator({ env: empty, state: folder }, {}).key).toBe("from-state");
  });

  it("a file without a key is refused, even if the environment has one", () => {
    const find = () => findOperator({ env: empty }, { ADMIN_KEY: "around" });
    expect(find).toThrow(`there is no ADMIN_KEY in ${empty}`);
    expect(() => findOperator({ env: "/no/such" }, {})).toThrow(/\/no\/such cannot be read/);
    // In a project of its own: here, another test may be serving.
    const nowhere = contextWith({ root: folder });
    const none = () => inContext(nowhere, () => findOperator({}, {}));
    expect(none).toThrow(/set ADMIN_KEY in the environment/);
  });

  it.each([
    ["https://sale.example.com/", "https://sale.example.com"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["http://[::1]:1/base/", "http://[::1]:1/base"],
  ])("takes --url %s", (url, right) => {
    expect(findOperator({ url }, { ADMIN_KEY: "k" }).url).toBe(right);
  });

  it.each([
    ["sale.example.com", /must begin with https/],
    ["ftp://sale.example.com", /must begin with https/],
    ["http://sale.example.com", /the key would travel in the clear/],
  ])("refuses --url %s", (url, why) => {
    expect(() => findOperator({ url }, { ADMIN_KEY: "k" })).toThrow(why);
  });
});

describe("asking", () => {
  let worker: FakeWorker | undefined;
  afterEach(() => worker?.stop());

  it("says which key was not accepted, and never the key", async () => {
    worker = await startFakeWorker({});
    const operator = { ...worker.operator, key: "wrong-key", from: "keys.env" };
    const refused = await saleStatus(operator, "lamp").catch((error) => error.message);
    expect(refused).toBe(`${operator.url} does not accept the ADMIN_KEY from keys.env`);
  });

  it("says that there is no such sale, and that nothing listens", async () => {
    worker = await startFakeWorker({});
    const { operator } = worker;
    await expect(saleStatus(operator, "lamp")).rejects.toThrow(
      `there is no sale "lamp" at ${operator.url}`,
    );
    worker.stop();
    await expect(saleStatus(operator, "lamp")).rejects.toThrow(
      `nothing listens at ${operator.url}; --url names another address`,
    );
  });

  it("does not carry the key to where a redirect points", async () => {
    let elsewhere = 0;
    const server = createServer((request, response) => {
      if (request.url === "/elsewhere") elsewhere += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const operator = { url: urlOf(server), key: "k", from: "here" };
    await expect(saleStatus(operator, "lamp")).rejects.toThrow(/answered 302/);
    expect(elsewhere).toBe(0);
    server.close();
    server.closeAllConnections();
  });
});

describe("redeliver", () => {
  let worker: FakeWorker;
  beforeAll(async () => {
    const queued = (id: string | undefined) => (id === undefined ? 12 : Number(id === "7QX"));
    worker = await startFakeWorker({ lamp: { ...listed([[]]), queued } });
  });
  afterAll(() => worker.stop());

  it("sends one order, or all that were given up", async () => {
    expect(await redeliver(worker.operator, "lamp", "7QX")).toBe(1);
    expect(await redeliver(worker.operator, "lamp", undefined)).toBe(12);
    expect(worker.sent).toEqual([{ orderId: "7QX" }, {}]);
  });

  it("says which gates did not answer, and what is on its way all the same", async () => {
    const half = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ queued: 3, silent: [1, 4] }));
    });
    await new Promise<void>((resolve) => half.listen(0, "127.0.0.1", resolve));
    const operator = { ...worker.operator, url: urlOf(half) };
    await expect(redeliver(operator, "lamp", undefined)).rejects.toThrow(
      "3 on their way; gates 1, 4 did not answer",
    );
    half.close();
  });

  it("says that there is no such order", async () => {
    await expect(redeliver(worker.operator, "lamp", "NONE")).rejects.toThrow(
      "there is no order NONE in lamp",
    );
  });
});
