/** What bots send, and the URLs that they get hold of. None of it may be worth anything. */
import { createHmac, randomBytes } from "node:crypto";
import type { HttpRequest } from "../../../crowd/http/transport.ts";

export interface Attempt {
  /** For the report, should it succeed. */
  what: string;
  request: HttpRequest;
  /** False: without the bot's own cookies, as a program sends it. */
  cookies: boolean;
  /** The code of the refusal that it must get. */
  code: "bad_token" | "slot_expired";
}

const JSON_TYPE = "application/json";
const FORM = JSON.stringify({ name: "Forger", email: "forger@rehearsal.example" });

/** Before the start. `token`: the bot's own shopper token or pass; undefined while it has none. */
export function madeUpClaims(sale: string, token: string | undefined): Attempt[] {
  const attempts = [
    attempt("a claim with a random token", `/claim/${randomBytes(96).toString("base64url")}`),
    attempt("a claim token signed with a made-up key", `/claim/${forged(sale, token ?? "")}`),
  ];
  if (token === undefined) return attempts;
  return [...attempts, attempt("a claim with the shopper's own cookie", `/claim/${token}`)];
}

export interface Loot {
  /** Claim URLs: its own, another shopper's. */
  claim: string | undefined;
  othersClaim: string | undefined;
  /** Order URLs: another shopper's, one whose slot has lapsed. */
  othersOrder: string | undefined;
  lapsed: string | undefined;
}

/** After the start. A bot leaves out what it has no loot for. */
export function forgeries({ claim, othersClaim, othersOrder, lapsed }: Loot): Attempt[] {
  const attempts: Attempt[] = [];
  if (claim !== undefined) {
    attempts.push(
      attempt("a claim URL with another signature", bent(claim)),
      attempt("a claim URL without a signature", unsigned(claim)),
      attempt("a claim URL as an order URL", claim.replace("/claim/", "/order/"), "GET"),
    );
  }
  if (othersClaim !== undefined) attempts.push(attempt("another shopper's claim URL", othersClaim));
  if (othersOrder !== undefined) {
    attempts.push(
      attempt("another shopper's order URL", othersOrder, "GET"),
      attempt("an order by another shopper's order URL", othersOrder, "POST", FORM),
      anonymous(attempt("an order URL with another signature", bent(othersOrder), "POST", FORM)),
    );
  }
  if (lapsed !== undefined) {
    const late = attempt("an order URL whose slot has lapsed", lapsed, "POST", FORM);
    attempts.push({ ...anonymous(late), code: "slot_expired" });
  }
  return attempts;
}

function attempt(
  what: string,
  path: string,
  method: HttpRequest["method"] = "POST",
  body?: string,
): Attempt {
  const headers = { accept: JSON_TYPE, ...(body && { "content-type": JSON_TYPE }) };
  const request = { method, path, headers, ...(body && { body }) };
  return { what, request, cookies: true, code: "bad_token" };
}

const anonymous = (one: Attempt): Attempt => ({ ...one, cookies: false });

/** Another letter in the middle of the signature. */
function bent(url: string): string {
  const at = url.length - 10;
  return `${url.slice(0, at)}${url[at] === "A" ? "B" : "A"}${url.slice(at + 1)}`;
}

/** RFC 7519, 6: the "none" that many libraries once accepted. */
function unsigned(url: string): string {
  const [, payload = ""] = url.slice("/claim/".length).split(".");
  return `/claim/${encode({ alg: "none", typ: "start" })}.${payload}.`;
}

/** All as it should be, but for the key: what anybody can make who has read the source. */
function forged(sale: string, token: string): string {
  const [head = "", payload = ""] = token.split(".");
  const { kid } = decode(head);
  const { sub } = decode(payload);
  const signed = `${encode({ alg: "HS256", typ: "start", kid })}.${encode({ sub, sale, iat: Math.floor(Date.now() / 1000) })}`;
  return `${signed}.${createHmac("sha256", "made up").update(signed).digest("base64url")}`;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return {};
  }
}

interface Stolen {
  url: string;
  owner: number;
}

/** Of each kind, the latest. */
const KEPT = 64;

/** Other shoppers' URLs that a forger can get hold of. */
export class StolenUrls {
  readonly #claims: Stolen[] = [];
  readonly #orders: Stolen[] = [];
  readonly #left: { url: string; until: number }[] = [];

  claim(url: string, owner: number): void {
    keep(this.#claims, { url, owner });
  }

  order(url: string, owner: number): void {
    keep(this.#orders, { url, owner });
  }

  /** Nobody will fill in this form any more; its slot lapses then. */
  leave(url: string, until: number): void {
    keep(this.#left, { url, until });
  }

  claimOfAnother(than: number): string | undefined {
    return this.#claims.find(({ owner }) => owner !== than)?.url;
  }

  orderOfAnother(than: number): string | undefined {
    return this.#orders.find(({ owner }) => owner !== than)?.url;
  }

  /** The order URL of a slot that has lapsed for sure. */
  lapsed(now: number): string | undefined {
    return this.#left.find(({ until }) => until + 100 < now)?.url;
  }
}

function keep<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}
