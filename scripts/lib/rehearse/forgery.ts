/** What bots send. None of it may be worth anything. */
import { createHmac, randomBytes } from "node:crypto";
import { get, post } from "../../../crowd/http/request.ts";

export interface Attempt {
  /** For the report, should it succeed. */
  what: string;
  request: string;
  /** The code of the refusal that it must get. */
  code: "bad_token" | "slot_expired";
}

const FORM = { name: "Forger", email: "forger@rehearsal.example" };
const BODY = JSON.stringify(FORM);

/** Before the start: `cookie` is the bot's own, `token` the shopper's token in it. */
export function madeUpClaims(sale: string, cookie: string, token: string): Attempt[] {
  const claim = (what: string, made: string): Attempt => ({
    ...{ what, code: "bad_token" },
    request: post(`/claim/${made}`, cookie),
  });
  return [
    claim("a claim with a random token", randomBytes(96).toString("base64url")),
    claim("a claim token signed with a made-up key", forged(sale, token)),
    claim("a claim with the shopper's own cookie", token),
  ];
}

export interface Loot {
  cookie: string;
  /** Claim URLs: its own, another shopper's. */
  claim: string | undefined;
  othersClaim: string | undefined;
  /** Order URLs: another shopper's, one whose slot has lapsed. */
  othersOrder: string | undefined;
  lapsed: string | undefined;
}

/** After the start; what it has no loot for is left out. */
export function forgeries({ cookie, claim, othersClaim, othersOrder, lapsed }: Loot): Attempt[] {
  const attempts: Attempt[] = [];
  const add = (what: string, request: string, code: Attempt["code"] = "bad_token") =>
    attempts.push({ what, request, code });
  if (claim !== undefined) {
    add("a claim URL with another signature", post(bent(claim), cookie));
    add("a claim URL without a signature", post(unsigned(claim), cookie));
    add("a claim URL as an order URL", get(claim.replace("/claim/", "/order/"), cookie));
  }
  if (othersClaim !== undefined) add("another shopper's claim URL", post(othersClaim, cookie));
  if (othersOrder !== undefined) {
    add("another shopper's order URL", get(othersOrder, cookie));
    add("an order by another shopper's order URL", post(othersOrder, cookie, BODY));
    add("an order URL with another signature", post(bent(othersOrder), "", BODY));
  }
  if (lapsed !== undefined) {
    add("an order URL whose slot has lapsed", post(lapsed, "", BODY), "slot_expired");
  }
  return attempts;
}

/** Another letter in the middle of the signature. */
function bent(url: string): string {
  const at = url.length - 10;
  return `${url.slice(0, at)}${url[at] === "A" ? "B" : "A"}${url.slice(at + 1)}`;
}

/** RFC 7519, 6: the "none" that many libraries once replyTtl. */
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
