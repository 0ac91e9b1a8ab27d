/** What a browser is to a server when its owner has switched cookies off: it neither keeps nor sends one. */
import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";

export interface Proxy {
  origin: string;
  stop: () => void;
}

/** Stands before `origin` and takes every cookie out, both ways. */
export async function cookieless(origin: string): Promise<Proxy> {
  const server = createServer((request, answer) => {
    const { cookie: _, ...headers } = request.headers;
    const onward = ask(new URL(request.url ?? "/", origin), { method: request.method, headers });
    onward.on("response", (response) => {
      const { "set-cookie": __, ...kept } = response.headers;
      answer.writeHead(response.statusCode ?? 500, kept);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Such a browser throws when a page mentions storage. */
export async function withoutStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage"]) {
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException("access is denied", "SecurityError");
        },
      });
    }
  });
}
