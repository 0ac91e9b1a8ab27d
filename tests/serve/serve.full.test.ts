import { existsSync } from "node:fs";
import { get } from "node:http";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descendants, gone } from "../support/processes.ts";
import { runSale, type Serving, startServe } from "../support/serve.ts";
import { askStart } from "../support/shopper.ts";

const HOUR = 3_600_000;
const secretsOf = (serving: Serving) => /^secrets: (.*)$/m.exec(serving.stderr())?.[1] ?? "";

describe("a sale served before its start", () => {
  let serving: Serving;
  let before: number;
  beforeAll(async () => {
    before = Date.now();
    serving = await startServe({ "starts-in": "1h", "ends-in": "3h", stock: 3, hold: "45s" });
  });
  afterAll(async () => {
    await serving.stop();
  });

  it("starts exactly so long after the ready line as --starts-in says", async () => {
    const { message } = await askStart(serving);
    expect(message.state).toBe("upcoming");
    // The ready line came some time between these two.
    expect(message.startsAt - HOUR).toBeGreaterThan(before);
    expect(message.startsAt - HOUR).toBeLessThanOrEqual(serving.readyAt);
    expect(message.endsAt - message.startsAt).toBe(2 * HOUR);
  });

  it("shows on the page what the start script says", async () => {
    const { message } = await askStart(serving);
    const page = await (await fetch(serving.url)).text();
    const times = [...page.matchAll(/datetime="([^"]+)"/g)].map(([, time]) =>
      Date.parse(time ?? ""),
    );
    expect(times).toContain(message.startsAt);
    expect(page).not.toContain("%%");
  });

  it("answers pages as the CDN would: brotli, ETag, 304, the 404 page", async () => {
    const page = await plainGet(serving.url, { "accept-encoding": "gzip, br" });
    expect(page.headers["content-encoding"]).toBe("br");
    const etag = page.headers.etag ?? "";
    expect((await plainGet(serving.url, { "if-none-match": etag })).statusCode).toBe(304);
    const missing = await fetch(`${serving.origin}/no-such-page`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-type")).toMatch(/^text\/html/);
  });

  it("keeps the pages that only the Worker hands out from the public", async () => {
    const shell = await fetch(`${serving.origin}/shell/${serving.sale}/receipt`);
    expect(shell.status).toBe(404);
  });

  it("makes the secrets, says where they are, and does not print them", async () => {
    const file = secretsOf(serving);
    expect(existsSync(file)).toBe(true);
    const { statSync, readFileSync } = await import("node:fs");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = /^ADMIN_KEY=(\S{43})$/m.exec(readFileSync(file, "utf8"))?.[1];
    expect(key).toBeDefined();
    expect(serving.stderr()).not.toContain(key);
    const url = `${serving.origin}/admin/sales/${serving.sale}`;
    const authorization = `Bearer ${key}`;
    expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
  });

  it("refuses a port that is taken, before it builds anything", async () => {
    const { port } = new URL(serving.url);
    expect(await runSale(["serve", "--port", port])).toEqual({
      status: 1,
      stdout: "",
      stderr: `port ${port} is taken; choose another with --port, or --port 0 for a free one\n`,
    });
  });
});

it("refuses an unknown sale and names those that there are", async () => {
  const { status, stdout, stderr } = await runSale(["serve", "--port=0", "--sale", "no-such-sale"]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/there is no sale "no-such-sale"; there is .*aurora-lamp/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

describe.concurrent("the end", () => {
  it("by SIGINT has status 0 too", async () => {
    const serving = await startServe({ "starts-in": "-1m" });
    expect((await askStart(serving)).message.state).toBe("open");
    expect(await serving.stop("SIGINT")).toBe(0);
  });

  it("by SIGKILL leaves no workerd and no folder", async () => {
    const serving = await startServe();
    const beneath = descendants(serving.pid);
    expect(await serving.stop("SIGKILL")).toBe(null);
    await gone(beneath);
    expect(existsSync(dirname(dirname(secretsOf(serving))))).toBe(false);
  });

  it("of the serving process alone ends the rest as well", async () => {
    const serving = await startServe();
    const beneath = descendants(serving.pid);
    const server = beneath.find(({ parent }) => parent === serving.pid);
    process.kill(server?.pid ?? 0, "SIGKILL");
    await gone([{ pid: serving.pid }, ...beneath]);
  });

  it("of workerd alone is no end: it comes back on the same port", async ({ expect }) => {
    const serving = await startServe({ "starts-in": "-1m" });
    const workerd = descendants(serving.pid).find(({ command }) =>
      / serve .*--control-fd/.test(command),
    );
    process.kill(workerd?.pid ?? 0, "SIGKILL");
    await expect
      .poll(() => askStart(serving).then(({ message }) => message.state, String))
      .toBe("open");
    expect(await serving.stop()).toBe(0);
  });
});

/** `fetch` would undo the compression and hide it. */
function plainGet(url: string, headers: Record<string, string>) {
  return new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      resolve(response);
    }).on("error", reject);
  });
}
