/** How a refusal reaches a program (JSON) and a person (a page, or a redirect to one). */
import { accepts } from "hono/accepts";
import {
  type Code,
  REFUSAL_PAGES,
  RETRY_AFTER,
  type RefusalBody,
  STATUS,
  shell,
} from "../contract.ts";
import type { Ctx } from "./context.ts";
import { languageOf } from "./language.ts";
import { page } from "./page.ts";

export function wantsJson(c: Ctx): boolean {
  // Only programs and pages' scripts come to a door.
  if (c.req.path.startsWith("/enter/")) return true;
  const supports = ["text/html", "application/json"];
  return accepts(c, { header: "Accept", supports, default: "text/html" }) === "application/json";
}

/** A refusal of a claim or an order. `sale`: the slug, if the sale is known. */
export function refuse(c: Ctx, body: RefusalBody, sale?: string): Response | Promise<Response> {
  retryAfter(c, body.code);
  if (wantsJson(c)) return c.json(body, STATUS[body.code]);
  const to = sale === undefined ? undefined : redirect(body, sale);
  if (to !== undefined) return c.redirect(to, 303);
  return page(c, refusalPage(c, body.code, sale), STATUS[body.code], saleLink(sale));
}

export function retryAfter(c: Ctx, code: Code): void {
  const seconds = RETRY_AFTER[code];
  if (seconds !== undefined) c.header("Retry-After", String(seconds));
}

/** Where a person is sent; undefined where the page stands at this very address. */
function redirect(body: RefusalBody, sale: string): string | undefined {
  switch (body.code) {
    case "full":
    case "paused":
    case "sold_out":
    case "closed":
      return `/sales/${sale}/ended?reason=${body.code}`;
    case "too_early":
    case "waiting": // whose page shows the line
      return `/sales/${sale}`;
    case "already_ordered":
      return body.order;
    default:
      return undefined;
  }
}

function refusalPage(c: Ctx, code: Code, sale: string | undefined): string {
  if (code === "slot_expired" && sale !== undefined) return shell.expired(sale);
  const known: readonly Code[] = REFUSAL_PAGES;
  return shell.refusal(languageOf(c), known.includes(code) ? code : "internal");
}

function saleLink(sale: string | undefined) {
  return sale === undefined ? undefined : { href: { sale: `/sales/${sale}` } };
}
