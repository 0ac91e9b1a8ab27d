/** The door: `POST /enter/<sale>` exchanges a proof for a pass. Always JSON: a page's script asks. */
import { type Door, type NotAdmitted, type PassBody, type Sale, STATUS } from "../contract.ts";
import { doorway, prepare, prove } from "../door/enter.ts";
import { isCrowded } from "../door/network.ts";
import { passExpiry, passOf } from "../door/pass.ts";
import type { Visit } from "../door/proof.ts";
import { gateSaleOf } from "../env.ts";
import { gateClientOf } from "../gate-client/isolate.ts";
import type { Ctx, Router } from "../http/context.ts";
import { parseForm } from "../http/form.ts";
import { methodNotAllowed, smallBody } from "../http/method.ts";
import { refuse } from "../http/refuse.ts";
import { passCookie } from "../http/shopper.ts";
import { keysOf } from "../tokens/keys.ts";
import { signPass } from "../tokens/tokens.ts";
import { withSale } from "./with-sale.ts";

export function enterRoutes(app: Router): void {
  app.get("/enter/:sale", (c) => withSale(c, tell));
  app.post("/enter/:sale", smallBody, (c) => withSale(c, enter));
  app.all("/enter/:sale", methodNotAllowed("GET, HEAD, POST"));
}

/** What a page needs before it can prove anything: a challenge, or what the widget is made with. */
async function tell(c: Ctx, sale: Sale): Promise<Response> {
  const now = Date.now();
  const way = doorway(sale, now);
  if (!way.open) return notAdmitted(c, "door_closed", way.opensAt);
  if (await isCrowded(c.env, sale, c.req.raw, "challenge")) return refuse(c, { code: "too_many" });
  return c.json(await prepare(c.env, await keysOf(c.env), sale, way.door, now));
}

async function enter(c: Ctx, sale: Sale): Promise<Response> {
  if (!isJson(c)) return refuse(c, { code: "unsupported_type" });
  const proofs = parseForm(c.get("body"), true);
  if (!proofs) return c.json({ code: "invalid", fields: { body: "must be a JSON object" } }, 400);
  const address = c.req.header("CF-Connecting-IP");
  const now = Date.now();
  const way = doorway(sale, now);
  if (!way.open) return notAdmitted(c, "door_closed", way.opensAt);
  // Before the proof is looked at: guessing codes is limited by it, too.
  if (await isCrowded(c.env, sale, c.req.raw, "proof")) return refuse(c, { code: "too_many" });
  const { hostname } = new URL(c.req.url);
  const visit = { env: c.env, keys: await keysOf(c.env), sale, proofs, hostname, address, now };
  const proven = await prove(way.door, visit);
  return proven.ok ? admit(c, visit, way.door, proven.shopper) : notAdmitted(c, proven.reason);
}

/**
 * Asking twice is asking once: whoever shows a pass for this shopper gets it again, as old as it is. Where
 * a proof does not say who somebody is, any pass counts: a second tab that has worked as well must not
 * make another shopper of somebody who is filling in the form in the first.
 */
async function admit(
  c: Ctx,
  { keys, sale, now }: Visit,
  door: Door,
  shopper: string,
): Promise<Response> {
  const before = await passOf(c.req.url, c.req.header("Cookie") ?? null, keys, sale, now);
  const kept = before && (isAnonymous(door) || before.shopper === shopper);
  if (!kept) gateClientOf(c.env).noteVisitor(gateSaleOf(sale));
  const granted = kept ? before : { shopper, issuedAt: now / 1000 };
  const pass = await signPass(keys, { sale: sale.slug, how: door, ...granted });
  const expiresAt = passExpiry(sale, granted);
  c.header("Set-Cookie", passCookie(c.req.url, sale.slug, pass, expiresAt - now), { append: true });
  return c.json({ sale: sale.slug, door, pass, expiresAt } satisfies PassBody);
}

const isAnonymous = (door: Door) => door === "work" || door === "turnstile";

function notAdmitted(c: Ctx, reason: NotAdmitted, opensAt?: number): Response {
  if (reason === "unavailable") c.header("Retry-After", "5");
  const body = { code: "not_admitted", reason, ...(opensAt === undefined ? {} : { opensAt }) };
  return c.json(body, STATUS.not_admitted);
}

function isJson(c: Ctx): boolean {
  const [type = ""] = (c.req.header("Content-Type") ?? "").split(";");
  return type.trim().toLowerCase() === "application/json";
}
