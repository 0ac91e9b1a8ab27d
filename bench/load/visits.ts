/** What one shopper does in each kind of row, and what the answers must be. */
import type { Answer, Connection } from "../../crowd/http/connection.ts";
import { get, post } from "../../crowd/http/request.ts";
import type { Shopper } from "./shoppers.ts";

export type Kind = "start" | "claim" | "buy";

/** What an answer must be; the baseline's is always 200. */
interface Expected {
  status: number;
  says: string;
}

export interface Visiting {
  kind: Kind;
  sale: string;
  /** One for each request of a visit. */
  expected: Expected[];
}

/** Ends when the visit has; throws at a wrong answer. */
export type Visit = (connection: Connection) => Promise<void>;

/** Each shopper in turn; for "buy" there must be one for every visit, as each buys once. */
export function visits(visiting: Visiting, shoppers: Shopper[]): () => Visit {
  const make = MAKE[visiting.kind];
  const made = shoppers.map((shopper) => make(visiting, shopper));
  let turn = 0;
  return () => {
    if (visiting.kind === "buy" && turn >= made.length) throw new Error("out of fresh shoppers");
    return made[turn++ % made.length] as Visit;
  };
}

const MAKE: Record<Kind, (visiting: Visiting, shopper: Shopper) => Visit> = {
  start({ sale, expected: [ok] }, { cookie }) {
    const request = get(`/start/${sale}.js?v=${Math.random().toString(36).slice(2)}`, cookie);
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
      check(await connection.ask(post(order, cookies, FORM)), placed);
    };
  },
};

const FORM = JSON.stringify({ name: "Ada Lovelace", email: "ada@example.com" });

function check({ status, body }: Answer, expected: Expected | undefined): void {
  if (expected && status === expected.status && body.includes(expected.says)) return;
  throw new Error(`expected ${expected?.status} with ${expected?.says}, got ${status} ${body}`);
}
