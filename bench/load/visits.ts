/** What one shopper does in each kind of row, as requests that are made beforehand, and what the answers must be. */
import { type Connection, toWire } from "../../crowd/http/connection.ts";
import type { HttpAnswer } from "../../crowd/http/transport.ts";
import type { Door } from "../../edge/contract.ts";
import { newShopper, newSlot } from "../../edge/ids.ts";
import { keysOf } from "../../edge/tokens/keys.ts";
import { signOrder, signPass, signShopper, signStart } from "../../edge/tokens/tokens.ts";

type Kind = "start" | "claim" | "buy";

/** What an answer must be; the baseline's is always 200. */
interface Expected {
  status: number;
  says: string;
}

export interface Visiting {
  kind: Kind;
  sale: string;
  /** The door that each shopper has a pass for. */
  door?: Door;
  /** One for each request of a visit. */
  expected: Expected[];
}

/** Ends when the visit has; throws at a wrong answer. */
export type Visit = (connection: Connection) => Promise<void>;

/** One shopper after another; for "buy" there must be one for every visit, as each buys once. */
export function visits(visiting: Visiting, shoppers: Shopper[]): () => Visit {
  const make = MAKE[visiting.kind];
  const made = shoppers.map((shopper) => make(visiting, shopper));
  let next = 0;
  return () => {
    if (visiting.kind === "buy" && next >= made.length) throw new Error("out of fresh shoppers");
    return made[next++ % made.length] as Visit;
  };
}

const MAKE: Record<Kind, (visiting: Visiting, shopper: Shopper) => Visit> = {
  start({ sale, expected: [ok] }, { cookie }) {
    const path = `/start/${sale}.js?v=${Math.random().toString(36).slice(2)}`;
    const request = toWire({ method: "GET", path, headers: { ...JSON_ONLY, cookie } });
    return async (connection) => check(await connection.ask(request), ok);
  },
  claim({ expected: [ok] }, { cookie, claim }) {
    const request = post(claim, cookie);
    return async (connection) => check(await connection.ask(request), ok);
  },
  buy({ sale, expected: [granted, placed] }, { cookie, claim }) {
    const request = post(claim, cookie);
    return async (connection) => {
      const slot = await connection.ask(request);
      check(slot, granted);
      const { order } = JSON.parse(slot.body) as { order: string };
      const cookies = `${cookie}; order-${sale}=${order.slice("/order/".length)}`;
      check(await connection.ask(post(order, cookies, JSON.stringify(FORM))), placed);
    };
  },
};

export const FORM = { name: "Ada Lovelace", email: "ada@example.com" };
const JSON_ONLY = { accept: "application/json" };

/** As bytes, so that a repeated request costs the load process nothing to make. */
function post(path: string, cookie: string, body = ""): string {
  const type = body === "" ? {} : { "content-type": JSON_ONLY.accept };
  return toWire({ method: "POST", path, headers: { ...JSON_ONLY, cookie, ...type }, body });
}

function check({ status, body }: HttpAnswer, expected: Expected | undefined): void {
  if (expected && status === expected.status && body.includes(expected.says)) return;
  throw new Error(`expected ${expected?.status} with ${expected?.says}, got ${status} ${body}`);
}

/** A returning shopper: what the browser keeps, signed with the key that the Worker has. */
export interface Shopper {
  cookie: string;
  /** A claim URL out of a start script. */
  claim: string;
}

/** `lapsed`: each also bears the cookie of a slot that has lapsed, so notices do not apply to them. */
export async function makeShoppers(
  count: number,
  {
    sale,
    door,
    signingKey,
    lapsed,
  }: Pick<Visiting, "sale" | "door"> & { signingKey: string; lapsed: boolean },
): Promise<Shopper[]> {
  const keys = await keysOf({ SIGNING_KEY: signingKey } as Parameters<typeof keysOf>[0]);
  const issuedAt = Math.floor(Date.now() / 1000);
  const one = async (): Promise<Shopper> => {
    const id = newShopper();
    const who = door
      ? `pass-${sale}=${await signPass(keys, { sale, shopper: id, how: door, issuedAt })}`
      : `shopper=${await signShopper(keys, id, Date.now())}`;
    const cookies = [who];
    if (lapsed) {
      const token = { sale, gate: 0, shopper: id, slot: newSlot() };
      cookies.push(`order-${sale}=${await signOrder(keys, token)}`);
    }
    const claim = `/claim/${await signStart(keys, sale, id, Date.now())}`;
    return { cookie: cookies.join("; "), claim };
  };
  return Promise.all(Array.from({ length: count }, one));
}
