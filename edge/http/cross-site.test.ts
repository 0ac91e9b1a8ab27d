import { beforeEach, describe, expect, it, vi } from "vitest";
import { FORM, Shopper, START, World } from "../testing/world.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
  return () => void vi.useRealTimers();
});

const OURS = "http://localhost";
const EVIL = "https://evil.example";
const JSON_FORM = { "content-type": "application/json" };

async function post(shopper: Shopper, path: string, headers: Record<string, string>) {
  const own = { ...JSON_FORM, accept: "application/json", ...headers };
  const init = { method: "POST", headers: own, body: JSON.stringify(FORM) };
  const response = await shopper.fetch(path, init);
  return { response, code: (await response.json<{ code?: string }>()).code };
}

describe("a POST that another site made", () => {
  const FOREIGN = [
    { "sec-fetch-site": "cross-site", origin: EVIL },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "cross-site", origin: "null" },
    { "sec-fetch-site": "same-site", origin: "https://blog.localhost" },
    { origin: EVIL },
    { origin: "null" },
    { origin: "http://localhost.evil.example" },
    { origin: "https://localhost" },
    { origin: "http://localhost:8080" },
  ];

  it.each(FOREIGN)(
    "with %j is cross_site wherever it goes, and sets no cookie",
    async (headers) => {
      const world = new World();
      const attacker = new Shopper(world);
      const { order } = (await attacker.claim()).body;
      const victim = new Shopper(world);
      const claim = await victim.claimUrl();
      const paths = [claim, `${claim}x`, order, `${order}/release`, "/order/x", "/no/such/page"];
      for (const path of paths) {
        const { response, code } = await post(victim, path, headers);
        expect([path, response.status, code]).toEqual([path, 403, "cross_site"]);
        expect(response.headers.getSetCookie()).toEqual([]);
      }
      expect((await attacker.get(order)).status).toBe(200); // neither ordered nor given up
    },
  );

  it("shows a person a page, in the language of the browser", async () => {
    const headers = { accept: "text/html", "accept-language": "de", origin: EVIL };
    const refused = await new World().fetch("/order/x", { method: "POST", headers });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("anderen Website");
  });

  it("is refused before the sale's secrets are looked for", async () => {
    const world = new World({}, { SIGNING_KEY: "" });
    const { response } = await post(new Shopper(world), "/claim/x", { origin: EVIL });
    expect(response.status).toBe(403);
  });
});

describe("a POST of ours", () => {
  const OWN = [
    {},
    { origin: OURS },
    { "sec-fetch-site": "same-origin", origin: OURS },
    // A page that sends no referrer, by the shopper's own settings.
    { "sec-fetch-site": "same-origin", origin: "null" },
    { "sec-fetch-site": "none" },
  ];

  it.each(OWN)(
    "with %j buys: from a page, a page in the shop's frame, or an app",
    async (headers) => {
      const shopper = new Shopper(new World());
      const claimed = await shopper.fetch(await shopper.claimUrl(), { method: "POST", headers });
      expect(claimed.status).toBe(201);
      const { order } = await claimed.json<{ order: string }>();
      expect((await post(shopper, order, headers)).response.status).toBe(201);
    },
  );

  it("may look from anywhere: a link in a mail leads to the form", async () => {
    const shopper = new Shopper(new World());
    const { order } = (await shopper.claim()).body;
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await shopper.fetch(order, { headers })).status).toBe(200);
  });

  it("comes from pages that tell their own site who they are", async () => {
    const shopper = new Shopper(new World({ slug: "aurora-lamp" })); // its pages are built

    const { order } = (await shopper.claim()).body;
    const page = await shopper.fetch(order, { headers: { accept: "text/html" } });
    expect(page.status).toBe(200);
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    expect(await page.text()).toMatch(/<meta name="?referrer"? content="?same-origin"?>/);
  });
});
