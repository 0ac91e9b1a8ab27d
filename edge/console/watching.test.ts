import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { StockroomLedger } from "../stockroom/ledger.ts";
import { StockroomService } from "../stockroom/service.ts";
import type { OperatorView } from "../stockroom/view.ts";
import { Shopper, START, someSale, World } from "../testing/world.ts";
import type { SessionLedger } from "./ledger.ts";
import { ConsoleService } from "./service.ts";
import type { Session } from "./session.ts";

const HOUR = 3_600_000;
const session = (id = "a", role: Session["role"] = "operator"): Session => ({
  ...{ id, role, name: "", since: START, until: START + 8 * HOUR },
});

/** A console whose clock and objects are ours. */
function consoleAlone() {
  const signedOut = new Set<string>();
  let now = START;
  let wake = () => {};
  const asked = { survey: 0, glance: 0, past: 0 };
  let work: Promise<void> | undefined;
  const service = new ConsoleService({
    ledger: {
      isSignedOut: ({ id }: Session) => signedOut.has(id),
      signOut: ({ id }: Session) => void signedOut.add(id),
    } as unknown as SessionLedger,
    clock: () => now,
    wait: () => new Promise((resolve) => (wake = resolve)),
    sales: () => ["lamp", "chair", "desk"],
    survey: async () => {
      asked.survey += 1;
      const numbers = { state: "open" as const, stock: 99, sold: asked.survey, asOf: now };
      return { sale: "lamp", ...numbers } as OperatorView;
    },
    glance: async (sale) => {
      asked.glance += 1;
      const times = { startsAt: START, endsAt: START + HOUR };
      return { sale, title: sale, state: "open", ...times, stock: 9, sold: 0 };
    },
    past: async () => {
      asked.past += 1;
      return [[START - 5_000, 1]];
    },
    background: (running) => {
      work = running;
    },
  });
  /** Lets so many seconds pass, one after the other. */
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      await new Promise((resolve) => setTimeout(resolve));
      now += 1_000;
      wake();
    }
    await new Promise((resolve) => setTimeout(resolve));
  };
  const moveTo = (to: number) => {
    now = to;
  };
  return { service, asked, pass, isOver: () => work, moveTo };
}

function streamOf(told: ReturnType<ConsoleService["watch"]>): ReadableStream<Uint8Array> {
  if (typeof told === "string") throw new Error(told);
  return told;
}

/** What has arrived of a stream so far, and whether it has ended. */
function collect(stream: ReadableStream<Uint8Array>) {
  const seen = { text: "", ended: false };
  const reader = stream.getReader();
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      seen.text += new TextDecoder().decode(value);
    }
    seen.ended = true;
  })();
  return { seen, leave: () => reader.cancel() };
}

describe("watching", () => {
  it("costs one survey a second, and now and then a line of the list, however many watch", async () => {
    const { service, asked, pass } = consoleAlone();
    const all = Array.from({ length: 50 }, () =>
      collect(streamOf(service.watch("lamp", session()))),
    );
    await pass(60);
    expect(asked.survey).toBeLessThanOrEqual(61);
    expect(asked.glance).toBeLessThanOrEqual(3 + 6); // three lines at first, then one at a time
    expect(asked.past).toBe(1);
    for (const { seen } of all) {
      expect(seen.text.match(/event: status/g)?.length).toBeGreaterThanOrEqual(60);
    }
  });

  it("tells whoever comes later at once what is known, the past included", async () => {
    const { service, asked, pass } = consoleAlone();
    collect(streamOf(service.watch("lamp", session())));
    await pass(3);
    const before = asked.survey;
    const { seen } = collect(streamOf(service.watch("lamp", session())));
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked.survey).toBe(before);
    const events = seen.text
      .split("\n\n")
      .map((text) => text.replace(/^event: (\w+)[\s\S]*/, "$1"));
    expect(events).toEqual(["retry: 1000", "sales", "curve", "status", ""]);
    expect(seen.text).toContain(`[${START - 5_000},1]`);
  });

  it("asks nobody when nobody watches any more", async () => {
    const { service, asked, pass, isOver } = consoleAlone();
    const watcher = collect(streamOf(service.watch("lamp", session())));
    await pass(2);
    await watcher.leave();
    await pass(2);
    await isOver();
    const before = asked.survey;
    await pass(3);
    expect(asked.survey).toBe(before);
  });

  it("ends with the session: when it is signed out, and after its eight hours", async () => {
    const { service, pass, moveTo } = consoleAlone();
    const [mine, others] = [session("a"), session("b")];
    const [out, stays] = [mine, others].map((one) => collect(streamOf(service.watch("lamp", one))));
    await pass(1);
    service.signOut(mine, false);
    await pass(1);
    expect([out?.seen.ended, stays?.seen.ended]).toEqual([true, false]);
    expect(service.watch("lamp", mine)).toBe("unauthorized");
    moveTo(others.until);
    await pass(2);
    expect(stays?.seen.ended).toBe(true);
  });

  it("refuses more watchers than it can serve", () => {
    const { service } = consoleAlone();
    for (let i = 0; i < 500; i++) streamOf(service.watch(undefined, session()));
    expect(service.watch(undefined, session())).toBe("too_many");
  });
});

describe("a stockroom that is watched", () => {
  it("asks three quiet gates in four seconds, and none that speaks by itself", async () => {
    const world = new World();
    await runInDurableObject(world.stockroom(), async (_, { storage }) => {
      let now = START;
      const asked: number[] = [];
      const ledger = new StockroomLedger(storage);
      const told = {
        ...{ slotsOpen: 1, visitors: 5, refusals: { full: 2 }, payments: { paid: 1, awaiting: 2 } },
        deliveries: { waiting: 0, delivered: 1, undelivered: 0, stopped: 0, kept: 0 },
      };
      const service = new StockroomService({
        ...{ ledger, sale: "lamp", background: () => {}, wake: () => {} },
        clock: () => now,
        gate: (gate) => ({
          survey: async () => {
            asked.push(gate);
            if (gate === 2) throw new Error("a gate that does not answer");
            return { given: 0, returned: 0, sold: 0, cancelled: 0, soldAt: 0, ...told };
          },
          drawn: vi.fn(),
          recall: vi.fn(),
          hear: vi.fn(),
          redeliver: vi.fn(),
          settle: vi.fn(),
        }),
      });
      const terms = { gates: 4, slots: 2, reserve: false, stock: 9 };
      const report = (gate: number) => ({
        ...{
          gate,
          given: 0,
          returned: 0,
          sold: 0,
          cancelled: 0,
          soldAt: 0,
          wanted: 0,
          terms,
          told,
        },
      });
      for (const gate of [0, 1, 2, 3]) await service.report(report(gate));
      await service.watch(terms); // the first look asks them all
      asked.length = 0;
      for (let second = 0; second < 60; second++) {
        now += 1_000;
        await service.report(report(0));
        await service.watch(terms);
      }
      expect(asked.length).toBeLessThanOrEqual(45);
      expect(new Set(asked)).toEqual(new Set([1, 2, 3]));
      const status = await service.watch(terms);
      expect(status).toMatchObject({ slotsOpen: 3, refusals: { full: 6 }, silent: [2] });
      expect(now - (status?.asOf ?? 0)).toBeLessThanOrEqual(6_000);
    });
  });
});

describe("the stream over HTTP", () => {
  it("is for sessions, and tells of a sale live", async () => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    const sale = someSale({ startsAt: Date.now() - 1_000, endsAt: Date.now() + HOUR });
    const world = new World(sale);
    const shopper = new Shopper(world);
    const { claim = "" } = await shopper.start();
    await shopper.order((await shopper.claim(claim)).body.order);
    const json = { accept: "application/json", "sec-fetch-site": "same-origin" };
    const signedIn = await world.fetch("/admin/session", {
      ...{ method: "POST", headers: json },
      body: JSON.stringify({ key: world.env.ADMIN_KEY }),
    });
    const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const path = `/admin/stream?sale=${world.sale.slug}`;
    expect((await world.fetch(path, { headers: json })).status).toBe(401);
    const bearer = { ...json, authorization: `Bearer ${world.env.ADMIN_KEY}` };
    expect((await world.fetch(path, { headers: bearer })).status).toBe(401);
    const answer = await world.fetch(path, { headers: { ...json, cookie } });
    expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    // The objects have the build's sales, not this test's: they tell of it by its name all the same.
    while (!/event: status\ndata: .*"sold":1,/.test(text)) text += (await reader?.read())?.value;
    await reader?.cancel();
  });
});
