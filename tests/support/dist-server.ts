/** A built site as files, for a browser that looks at pages without a Worker. */
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".avif": "image/avif",
  ".svg": "image/svg+xml",
};

export interface DistServer {
  origin: string;
  close(): void;
}

/** `dist`: the absolute path of the folder. */
export async function serveDist(dist: string): Promise<DistServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    const found = ["", ".html", "index.html"].map((end) => `${dist}${pathname}${end}`);
    const file = found.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
    const type = TYPES[extname(file ?? "")] ?? "application/octet-stream";
    response.writeHead(file ? 200 : 404, { "Content-Type": type });
    response.end(file && readFileSync(file));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
