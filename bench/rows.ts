/** What is measured, and what the baseline beside it does. */
import type { Kind, Visiting } from "./load/visits.ts";

/** What one request costs besides HTTP. `call`: the method of the baseline's object. */
interface Work {
  verified: number;
  signed: number;
  call?: "refuse" | "grant" | "place";
}

export interface Row {
  name: string;
  /** What a visit is, for the table. */
  unit: "request" | "pair";
  visiting: Visiting;
  /** Shoppers bear the cookie of a lapsed slot. */
  lapsed: boolean;
  /** One for each request of a visit: what ours needs, which is what the baseline does. */
  work: Work[];
  /** The least ratio to the baseline. */
  least: number;
}

const READ_COOKIE: Work = { verified: 1, signed: 0 };
/** The start token, and the cookie beside it. */
const READ_CLAIM: Work = { verified: 2, signed: 0 };

export const rows: Row[] = [
  start("start script, upcoming", "upcoming", "upcoming", READ_COOKIE),
  start("start script, open", "open", "open", { verified: 1, signed: 1 }),
  start("start script, ended", "ended", "ended", READ_COOKIE),
  refused("claim refused, isolate knows: full", "full", 503, "full"),
  refused("claim refused, isolate knows: sold out", "gone", 410, "sold_out"),
  {
    // No notice is for a shopper whose cookie says that he holds a slot; his has lapsed, so the gate
    // refuses him, and his first claim is one question to it. Each comes once.
    ...refused("claim refused by the gate", "full", 503, "full"),
    lapsed: true,
    work: [{ verified: 3, signed: 0, call: "refuse" }],
  },
  {
    name: "claim granted, order placed",
    unit: "pair",
    visiting: {
      kind: "buy",
      sale: "plenty",
      expected: [
        { status: 201, says: '"order":' },
        { status: 201, says: '"orderId":' },
      ],
    },
    lapsed: false,
    work: [
      { verified: 2, signed: 1, call: "grant" },
      { verified: 2, signed: 0, call: "place" },
    ],
    least: 0.7,
  },
];

/** What the baseline answers to the same requests. */
export function baselineExpects({ visiting, work }: Row): Visiting {
  const expected = work.map(({ call }) => ({
    status: 200,
    says: call === "grant" ? "order" : "ok",
  }));
  return { ...visiting, expected };
}

/** HMACs and calls to a gate in one visit. */
export function needs({ work }: Row): { hmacs: number; calls: number } {
  return {
    hmacs: work.reduce((sum, { verified, signed }) => sum + verified + signed, 0),
    calls: work.filter(({ call }) => call !== undefined).length,
  };
}

function start(name: string, sale: string, state: string, work: Work): Row {
  const expected = [{ status: 200, says: `"state":"${state}"` }];
  return row(name, { kind: "start", sale, expected }, work);
}

function refused(name: string, sale: string, status: number, code: string): Row {
  const expected = [{ status, says: `"code":"${code}"` }];
  return row(name, { kind: "claim" satisfies Kind, sale, expected }, READ_CLAIM);
}

function row(name: string, visiting: Visiting, work: Work): Row {
  return { name, unit: "request", visiting, lapsed: false, work: [work], least: 0.8 };
}
