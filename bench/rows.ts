/** What is measured, and what the baseline beside it does. */
import type { Visiting } from "./load/visits.ts";
import { BEHIND, behind } from "./sales.ts";

/** What one request costs besides HTTP. `call`: the method of the baseline's object. */
interface Work {
  verified: number;
  signed: number;
  call?: "refuse" | "grant" | "place";
}

export interface Row {
  name: string;
  /** For the help: what a visit is. */
  about: string;
  /** What a visit is, for the table. */
  unit: "request" | "pair";
  visiting: Visiting;
  /** The shoppers' cookies say that they hold a slot, which has lapsed. */
  lapsed: boolean;
  /** One for each request of a visit: what ours needs, which is what the baseline does. */
  work: Work[];
  /** The least ratio to the baseline. */
  least: number;
}

const SINGLE = { unit: "request", lapsed: false, least: 0.8 } as const;
const READ_COOKIE: Work = { verified: 1, signed: 0 };
/** The start token; a cookie of the same shopper beside it needs no signature. */
const READ_CLAIM: Work = { verified: 1, signed: 0 };

export const rows: Row[] = [
  start("upcoming", READ_COOKIE),
  start("open", { verified: 1, signed: 1 }),
  start("ended", { verified: 0, signed: 0 }),
  refused("claim refused, isolate knows: full", "full", 503, "full"),
  refused("claim refused, isolate knows: sold out", "gone", 410, "sold_out"),
  {
    // Notices do not apply to a shopper whose cookie says that they hold a slot. These slots have
    // lapsed, so the gate refuses, and the first claim of each is one question to it.
    ...refused("claim refused by the gate", "full", 503, "full"),
    about: "a click of a shopper whose slot has lapsed, which the gate must judge",
    lapsed: true,
    work: [{ verified: 2, signed: 0, call: "refuse" }],
  },
  bought("claim granted, order placed", "plenty"),
  ...behindADoor(
    refused("claim refused, isolate knows: full", "full", 503, "full"),
    bought("claim granted, order placed", "plenty"),
  ),
];

/** The same rows where everybody has a pass: they need no more than without a door. */
function behindADoor(...open: Row[]): Row[] {
  return open.map(({ visiting, ...row }) => ({
    ...row,
    name: `behind a door: ${row.name}`,
    about: `${row.about}; everybody came in by an invitation`,
    visiting: { ...visiting, sale: behind(visiting.sale), door: BEHIND },
  }));
}

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

function start(sale: "upcoming" | "open" | "ended", work: Work): Row {
  const expected = [{ status: 200, says: `"state":"${sale}"` }];
  const row = {
    name: `start script, ${sale}`,
    about: `the start script of a sale that is ${sale}`,
  };
  return { ...row, ...SINGLE, visiting: { kind: "start", sale, expected }, work: [work] };
}

function bought(name: string, sale: string): Row {
  const expected = [
    { status: 201, says: '"order":' },
    { status: 201, says: '"orderId":' },
  ];
  return {
    name,
    about: "a whole purchase: a slot, and the order for it",
    unit: "pair",
    visiting: { kind: "buy", sale, expected },
    lapsed: false,
    work: [
      { verified: 1, signed: 1, call: "grant" },
      { verified: 1, signed: 0, call: "place" },
    ],
    least: 0.7,
  };
}

function refused(name: string, sale: string, status: number, code: string): Row {
  const expected = [{ status, says: `"code":"${code}"` }];
  const about = "a click that is refused without asking an object";
  return {
    name,
    about,
    ...SINGLE,
    visiting: { kind: "claim", sale, expected },
    work: [READ_CLAIM],
  };
}
