import { describe, expect, it } from "vitest";
import { details } from "../../scripts/lib/operate/details.ts";
import { line } from "../../scripts/lib/operate/lines.ts";
import { asJson, asText } from "../../scripts/lib/operate/render.ts";
import { Screen } from "../../scripts/lib/operate/views.ts";
import { away } from "../../scripts/lib/words.ts";
import { aStatus, START } from "./a-status.ts";

const moment = { now: START + 303_000, zone: "Europe/Berlin" };
const bare = (_colour: string, text: string) => text;
const shown = (more = {}) => details(aStatus(more), moment, bare);

describe("a sale in full", () => {
  it("tells state, times, numbers, refusals, deliveries, silent gates and the log", () => {
    const text = shown({
      reserve: true,
      refusals: { sold_out: 20, full: 1300, paused: 0 },
      deliveries: {
        waiting: 2,
        delivered: 9,
        undelivered: 1,
        stopped: 0,
        kept: 0,
        failure: { at: START + 291_000, status: 503 },
      },
      silent: [3, 7],
      events: [
        { at: START + 60_000, action: "pause", stock: null },
        { at: START + 90_000, action: "resume", stock: null },
        { at: START + 95_000, action: "restock", stock: 50 },
      ],
    });
    expect(text).toBe(
      `
lamp open, ends in 1 h 54 min
  started   Fri, 27 Nov 2026, 10:00:00 CET, 5 min 3 s ago
  ends      Fri, 27 Nov 2026, 12:00:00 CET, in 1 h 54 min
  sold      12 of 50, 38 left
  slots     7 of 100 open (10 gates × 10), each against a unit
  refused   at least 1,320: 1,300 full, 20 sold out
  orders    2 waiting, 9 delivered, 1 undelivered (given up after seven days of trying)
            last failure 12 s ago: HTTP 503
            again: npm run sale -- redeliver lamp --all
  silent    2 gates did not answer (3, 7); what only they know is missing above
  log       Fri, 27 Nov 2026, 10:01:00 CET pause
            Fri, 27 Nov 2026, 10:01:30 CET resume
            Fri, 27 Nov 2026, 10:01:35 CET restock to 50`.trimStart(),
    );
  });

  it("tells what is paid, what is to be paid, what was cancelled, and what else did not get out", () => {
    const deliveries = { ...aStatus().deliveries, delivered: 12 };
    const text = shown({
      ...{ payments: { paid: 7, awaiting: 4 }, cancelled: 3, visitors: 1_300 },
      deliveries: { ...deliveries, eventsWaiting: 2, mailsWaiting: 1, mailsUndelivered: 5 },
    });
    expect(text).toContain("  visitors  at least 1,300\n");
    expect(text).toContain("  payment   7 paid, 4 awaiting payment, 3 cancelled\n");
    expect(text).toContain(
      `  orders    12 delivered
            payments and cancellations: 2 waiting
            e-mails: 1 waiting, 5 given up`,
    );
    expect(shown()).not.toContain("payment");
  });

  it("tells why it has ended, and that its file is gone", () => {
    const events = [{ at: START, action: "end", stock: null }] as const;
    const ended = { state: "ended", endedAt: START + 5_000 } as const;
    expect(shown({ ...ended, events })).toContain("lamp ended (by the operator)\n");
    expect(shown(ended)).toContain("ended     Fri, 27 Nov 2026, 10:00:05 CET, 4 min 58 s ago");
    expect(shown({ ...ended, sold: 50, left: 0 })).toContain("lamp ended (sold out)\n");
    const { startsAt: _s, endsAt: _e, ...gone } = aStatus({ state: "ended" });
    expect(details(gone, moment, bare)).toContain("gone: not deployed any more");
  });

  it("tells how far the line of a draw is, and what it was made from", () => {
    const draw = { commitment: "c".repeat(43), startsAt: START };
    const steps = [0.1, 0.25].map((called, i) => ({ at: START + i * 240_000, called }));
    expect(shown({ draw })).toContain("  draw      nobody called yet\n            commitment ccc");
    expect(shown({ draw: { ...draw, steps } })).toContain(
      "  draw      25% called in 2 steps, the last 1 min 3 s ago\n",
    );
    const inLine = (called: number) =>
      line(aStatus({ draw: { ...draw, steps: [{ at: START, called }] } }));
    expect(inLine(0.001_234)).toMatch(/ slots open · 0.123% called$/);
    expect(inLine(1.000_001)).toContain(" · all called who were there before the start, and some");
    expect(inLine(2)).toContain(" · everybody called");
    expect(line(aStatus({}))).not.toContain("called");
  });

  it("tells a pause that the start has yet to show", () => {
    const events = [{ at: START - 9_000, action: "pause", stock: null }] as const;
    const before = { now: START - 7_200_000, zone: "UTC" };
    const text = details(aStatus({ state: "upcoming", events: [...events] }), before, bare);
    expect(text).toContain("lamp upcoming, paused, starts in 2 h\n");
    expect(text).toContain("starts    Fri, 27 Nov 2026, 09:00:00 UTC, in 2 h\n");
  });

  it("lets nothing that an order system said steer the terminal", () => {
    const failure = {
      at: START,
      status: 0,
      error: "time\u001B[2Jout\r\nsold\u009b2J\u202e\u2066 0",
    };
    const deliveries = { ...aStatus().deliveries, waiting: 1, failure };
    const text = shown({ deliveries });
    expect(text).toContain("no answer (time [2Jout sold 2J  0)");
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  });
});

describe("a sale in a line", () => {
  it("says the same as long as only time has passed, and names what needs an operator", () => {
    expect(line(aStatus())).toBe("open · 12 of 50 sold · 38 left · 7 of 100 slots open");
    const deliveries = { ...aStatus().deliveries, waiting: 1, delivered: 9, stopped: 2 };
    const troubled = line(aStatus({ deliveries, silent: [4], refusals: { full: 9 } }));
    expect(troubled).toMatch(
      / · at least 9 refused · 1 order waiting · 2 orders stopped · 1 gate silent$/,
    );
  });

  it("names payments, cancellations, and what was given up", () => {
    const deliveries = { ...aStatus().deliveries, eventsUndelivered: 1, mailsUndelivered: 2 };
    const more = { payments: { paid: 0, awaiting: 4 }, cancelled: 3, deliveries };
    expect(line(aStatus(more))).toBe(
      "open · 12 of 50 sold · 38 left · 4 awaiting payment · 3 cancelled · 7 of 100 slots open · 1 change undelivered · 2 e-mails not sent",
    );
  });

  it("stands beside the others, known to the deployment or not", () => {
    const seen = [
      { sale: "lamp", status: aStatus() },
      { sale: "old-chair", status: undefined },
    ];
    const [first, second] = asText(seen, false, moment, bare).split("\n");
    expect(first).toMatch(/^lamp {7}open · .* · ends in 1 h 54 min$/);
    expect(second).toBe("old-chair  not known to this deployment");
    expect(
      asJson(seen)
        .split("\n")
        .map((text) => JSON.parse(text)),
    ).toEqual([aStatus(), { sale: "old-chair", code: "not_found" }]);
  });
});

it.each([
  [0, "now"],
  [400, "now"],
  [59_600, "in 1 min"],
  [-3_600_000, "1 h ago"],
  [90_061_000, "in 1 d 1 h"],
])("%d ms away is %j", (distance, words) => {
  expect(away(START + distance, { now: START })).toBe(words);
});

describe("a screen", () => {
  const terminal = (rows: number) => {
    const written: string[] = [];
    return { rows, columns: 80, written, write: (text: string) => written.push(text) };
  };

  it("draws over what it drew, line by line", () => {
    const onto = terminal(24);
    const screen = new Screen(onto);
    screen.draw("one\ntwo");
    screen.draw("three");
    expect(onto.written[0]).not.toMatch(/A/);
    expect(onto.written[1]).toContain("\u001B[2A");
    expect(onto.written[1]?.split("\u001B[K\n")[0]).toMatch(/three$/);
    expect(onto.written[1]?.endsWith("\u001B[J")).toBe(true);
  });

  it("leaves out what does not fit, and never the last line", () => {
    const onto = terminal(4);
    new Screen(onto).draw("1\n2\n3\n4\nlast");
    expect(onto.written[0]).toMatch(/1\S*\n2\S*\nlast/);
    expect(onto.written[0]?.split("\n")).toHaveLength(4);
  });
});
