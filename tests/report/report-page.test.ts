import { describe, expect, it } from "vitest";
import type { ExportedOrder } from "../../edge/contract.ts";
import type { SaleStatus } from "../../scripts/lib/operate/sale-status.ts";
import {
  figuresOf,
  money,
  type Product,
  readProduct,
  times,
} from "../../scripts/lib/report/figures.ts";
import { Tally } from "../../scripts/lib/report/gather.ts";
import { reportPage } from "../../scripts/lib/report/page.ts";
import { aStatus, START } from "../operator/a-status.ts";
import { order } from "../orders/fake-worker.ts";

const NOW = START + 303_000;
const PRODUCT: Product = { title: "Lamp <3", price: { amount: 19.9, currency: "EUR" } };

function made(status: Partial<SaleStatus>, orders: ExportedOrder[], product = PRODUCT) {
  const tally = new Tally();
  tally.add(orders.map((one) => ({ gate: 0, order: one })));
  const placed = tally.placed();
  const figures = figuresOf({ status: aStatus(status), placed, tally, product, now: NOW });
  return { figures, page: reportPage(figures, placed, "Europe/Berlin") };
}

/** What a reader sees, tag by tag. */
const words = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, "|")
    .replace(/[|\s]*\|[|\s]*/g, "|");

const three = [1, 2, 3].map((seq) => order(seq, START + seq * 1_400));

describe("a report", () => {
  it("tells when it sold out, what it brought, and how fast it went", () => {
    const soldOut = { state: "ended", stock: 3, sold: 3, left: 0, endedAt: START + 4_200 } as const;
    const { page, figures } = made(soldOut, three);
    const text = words(page);
    expect(text).toContain("|3 of 3 units sold in 4.2 s, from Fri, 27 Nov 2026, 10:00:00 CET|");
    expect(text).toContain("|Sold out after|4.2 s|");
    expect(text).toContain("|Revenue|€59.70|at €19.90 each|");
    expect(text).toContain("|Half of the orders|2.8 s|");
    expect(text).toContain("|Last order: sold out|Fri, 27 Nov 2026, 10:00:04 CET|");
    expect(text).not.toContain("still going on");
    expect(figures).toMatchObject({ soldOutAfter: 4_200, revenue: { amount: 59.7 } });
  });

  it("says that a sale still goes on, or has not started", () => {
    const open = words(made({ sold: 3, stock: 5, left: 2 }, three).page);
    expect(open).toContain("|3 of 5 units sold so far, from");
    expect(open).toContain("|The sale is still going on: this is how it stood on");
    expect(open).not.toContain("Sold out after");
    const before = words(made({ state: "upcoming", sold: 0, startsAt: NOW + 9 }, []).page);
    expect(before).toContain("|The sale has not started yet.");
    expect(before).toContain("|There are no orders yet.|");
  });

  it("says how many orders may go to one address, and names nobody", () => {
    const addresses = ["12 Main St.", "Main Street 12", "13 Main Street"];
    const orders = three.map((one, i) => ({ ...one, address: addresses[i] ?? "" }));
    const { page, figures } = made({ sold: 3, stock: 5, left: 2 }, orders);
    expect(figures.nearAddresses).toBe(1);
    expect(words(page)).toContain("1 order may go to an address that has one already");
    expect(page).not.toContain("Main");
    expect(words(made({ sold: 3 }, three).page)).not.toContain("has one already");
  });

  it("tells why orders have not arrived, and how to send them again", () => {
    const late = (attempts: number, more: object) => ({ attempts, ...more });
    const orders = [
      order(1, START + 1_000),
      order(2, START + 2_000, { delivery: { state: "waiting", ...late(0, {}) } }),
      order(3, START + 3_000, { delivery: { state: "waiting", ...late(2, { status: 503 }) } }),
      order(4, START + 4_000, {
        delivery: { state: "undelivered", ...late(9, { status: 0, error: "timeout" }) },
      }),
      order(5, START + 5_000, { delivery: { state: "kept", ...late(0, {}) } }),
    ];
    const { page, figures } = made({ sold: 5, left: 45 }, orders);
    const text = words(page);
    expect(figures.delivery).toEqual({
      waiting: 2,
      delivered: 1,
      undelivered: 1,
      stopped: 0,
      kept: 1,
      because: { "not sent yet": 1, "HTTP 503": 1, "no answer in time": 1 },
      took: { half: 500, longest: 500 },
    });
    expect(text).toContain("|HTTP 503|1|");
    expect(text).toContain("|Some orders have not reached the order system; see below.|");
    expect(text).toContain("|npm run sale -- redeliver lamp --all|");
    expect(text).toContain("|npm run sale -- orders lamp|");
  });

  it("tells how many came and bought, what became of the orders, and where buyers came from", () => {
    const visit = { source: "newsletter" };
    const orders = [1, 2, 3, 4].map((seq) => order(seq, START + seq, { visit }));
    const paid = { visit, paidAt: START + 90 };
    orders.push(
      order(5, START + 5, paid),
      order(6, START + 6, { ...paid, cancelledAt: START + 99 }),
    );
    orders.push(order(7, START + 7, { payBy: START + 500 }));
    const { page, figures } = made({ sold: 6, left: 44, visitors: 350 }, orders);
    const text = words(page);
    expect(figures).toMatchObject({ orders: 7, paid: 1, awaiting: 1, cancelled: 1 });
    expect(text).toContain("|Visitors|350|at least; at most 2 % ordered|");
    expect(text).toContain("|At least 350 visitors until the sale ended. 7 orders: at most 2 %.");
    expect(text).toContain("|Paid|1|1 awaiting payment|");
    expect(text).toContain("|Cancelled|1|orders; their units went back on sale|");
    expect(text).toContain("|newsletter|6|86 %|");
    expect(words(made({}, three).page)).not.toMatch(/\|Visitors\||\|Paid\|/);
  });

  it("tells who was refused, silent gates, and what the operator did", () => {
    const { page } = made(
      {
        refusals: { full: 1300, sold_out: 20, paused: 0 },
        silent: [4],
        events: [
          { at: START + 1_000, action: "pause", stock: null },
          { at: START + 2_000, action: "restock", stock: 1_050 },
        ],
      },
      three,
    );
    const text = words(page);
    expect(text).toContain("|Refused|1,320|requests, at least|");
    expect(text).toContain("|full|Every slot was taken: try again in a moment|1,300|");
    expect(text).not.toContain("|paused|");
    expect(text).toContain("|1 gate did not answer:");
    expect(text).toContain("|Fri, 27 Nov 2026, 10:00:02 CET|Restocked to 1,050|");
  });

  it("makes do without the sale's file, and with a start that was moved past its orders", () => {
    const { startsAt: _s, endsAt: _e, ...gone } = aStatus({ state: "ended", sold: 3, left: 0 });
    const tally = new Tally();
    tally.add(three.map((one) => ({ gate: 0, order: one })));
    const sources = { tally, placed: tally.placed(), product: {}, now: NOW };
    const without = words(reportPage(figuresOf({ status: gone, ...sources }), tally.placed()));
    expect(without).toContain("seconds since the first order");
    expect(without).not.toMatch(/Revenue|Sold out after|undefined|NaN|Invalid/);
    const moved = made({ startsAt: NOW, left: 0 }, three);
    expect(moved.figures.soldOutAfter).toBeUndefined();
    expect(words(moved.page)).toContain("|First order|5 min 2 s before|");
  });

  it("shows a rush and its long tail apart", () => {
    const rush = Array.from({ length: 95 }, (_, index) => order(index + 1, START + 100 + index));
    const tail = [1, 2, 3].map((hours) => order(95 + hours, START + hours * 3_600_000));
    const text = words(made({}, [...rush, ...tail]).page);
    expect(text).toContain("|The first nine of ten orders|");
    expect(words(made({}, three).page)).not.toContain("nine of ten orders|");
  });

  it("lets no text of the sale's file become markup", () => {
    const { page } = made({}, three, { title: "<script>alert(1)</script>" });
    expect(page).toContain("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>");
    expect(page).not.toContain("<script");
  });
});

it("knows title and price of a sale's file, and gets by without one", () => {
  expect(readProduct("aurora-lamp")).toMatchObject({
    title: "Aurora table lamp",
    price: { amount: 49, currency: "EUR" },
  });
  expect(readProduct("no-such-sale")).toEqual({});
});

it("counts money to its last digit, and no further", () => {
  expect(times({ amount: 19.9, currency: "EUR" }, 3)).toEqual({ amount: 59.7, currency: "EUR" });
  expect(money({ amount: 1450, currency: "EUR" })).toBe("€1,450");
  expect(money({ amount: 3.5, currency: "EUR" })).toBe("€3.50");
  expect(money(times({ amount: 980, currency: "JPY" }, 3))).toBe("¥2,940");
});
