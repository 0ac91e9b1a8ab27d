/** Keeps crawlers away from URLs with tokens and from everything that answers a click. */
import type { APIRoute } from "astro";

const CLOSED = ["/order", "/claim", "/start", "/admin", "/shell"];

export const GET: APIRoute = ({ site }) => {
  const lines = ["User-agent: *", ...CLOSED.map((path) => `Disallow: ${path}`)];
  if (site) lines.push("", `Sitemap: ${new URL("/sitemap-index.xml", site).href}`);
  return new Response(`${lines.join("\n")}\n`);
};
