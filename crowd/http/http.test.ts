import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectionPool } from "./connection-pool.ts";
import { CookieJar } from "./cookie-jar.ts";
import { Shopper } from "./shopper.ts";
import { fetchFrom, type Transport } from "./transport.ts";

let server: Server | undefined;
let pool: ConnectionPool | undefined;
afterEach(() => {
  vi.useRealTimers();
  pool?.close();
  server?.close();
  server?.closeAllConnections();
});

async function listen(answer: RequestListener): Promise<number> {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function pooled(port: number, connections: number): Promise<Transport> {
  pool = await ConnectionPool.open(port, connections);
  return pool.send;
}

const setting = (...cookies: string[]) => ({ get: () => null, getSetCookie: () => cookies });

describe("a cookie jar", () => {
  it("keeps what answers set, until it expires or is taken back", () => {
    vi.useFakeTimers({ now: 0 });
    const jar = new CookieJar();
    jar.keep(setting("shopper=a.b=; Path=/; HttpOnly", "order-lamp=c; Max-Age=60"));
    expect(jar.header).toBe("shopper=a.b=; order-lamp=c");
    vi.setSystemTime(60_000);
    expect(jar.header).toBe("shopper=a.b=");
    jar.keep(setting("shopper=; max-age=0"));
    expect(jar.header).toBe("");
  });
});

describe.each(["fetch", "pooled connections"])("a shopper over %s", (by) => {
  const open = async (answer: RequestListener) => {
    const port = await listen(answer);
    return by === "fetch" ? fetchFrom(`http://127.0.0.1:${port}`) : pooled(port, 2);
  };

  it("sends back the cookies that it got, and a form as JSON or as a browser does", async () => {
    const asked: string[] = [];
    const transport = await open(async (request, response) => {
      const body = (await request.toArray()).join("");
      const { cookie, "content-type": type } = request.headers;
      asked.push([request.method, request.url, cookie, type, body].join(" "));
      response.setHeader("set-cookie", ["shopper=s", "order-lamp=o"]);
      response.writeHead(303, { location: "/order/o" }).end("{}");
    });
    const shopper = new Shopper(transport, "lamp");
    expect((await shopper.order("/order/o", { name: "Ada" })).status).toBe(303);
    const answer = await shopper.submit("/order/o", { name: "Ada É" });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/order/o"]);
    await new Shopper(transport, "lamp", { cookies: false }).open("/");
    expect(asked).toEqual([
      'POST /order/o  application/json {"name":"Ada"}',
      "POST /order/o shopper=s; order-lamp=o application/x-www-form-urlencoded name=Ada+%C3%89",
      "GET /   ",
    ]);
  });

  it("reads an answer that comes in chunks, and refuses one that is no start script", async () => {
    const transport = await open((_, response) => {
      response.write("saleStart({");
      response.end('"state":"open","claim":"/claim/c"});');
    });
    expect(await new Shopper(transport, "lamp").claimUrl()).toBe("/claim/c");
    server?.removeAllListeners("request").on("request", (_, response) => response.end("oh"));
    await expect(new Shopper(transport, "lamp").start()).rejects.toThrow(
      "not a start script: 200 oh",
    );
  });
});

describe("pooled connections", () => {
  it("serve more shoppers than there are connections, the longest wait first", async () => {
    const asked: string[] = [];
    const send = await pooled(
      await listen((request, response) => {
        asked.push(request.url ?? "");
        response.end(request.url);
      }),
      1,
    );
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    const answers = await Promise.all(
      paths.map((path) => send({ method: "GET", path, headers: {} })),
    );
    expect(answers.map(({ body }) => body)).toEqual(paths);
    expect(asked).toEqual(paths);
  });

  it("are opened again when the server has closed them meanwhile", async () => {
    const send = await pooled(await listen((_, response) => void response.end("here")), 1);
    const ask = () => send({ method: "GET", path: "/", headers: {} });
    await ask();
    server?.closeAllConnections();
    expect((await ask()).body).toBe("here");
  });
});
