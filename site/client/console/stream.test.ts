import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConsoleStatus } from "../../../edge/contract.ts";
import { Stream } from "./stream.ts";

/** What the page asks for, and what we answer in its place. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readonly url: string;
  readyState = 1;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.all.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  say(name: string, data: unknown): void {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
  /** As when the answer is no stream: browsers do not try again. */
  fail(): void {
    this.close();
    this.dispatchEvent(new Event("error"));
  }
}

const page = { hidden: false, online: true };
let events: EventTarget;
let answer: () => Promise<{ status: number }>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "performance"] });
  FakeSource.all = [];
  Object.assign(page, { hidden: false, online: true });
  events = new EventTarget();
  answer = async () => ({ status: 200 });
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("addEventListener", events.addEventListener.bind(events));
  vi.stubGlobal("navigator", {
    get onLine() {
      return page.online;
    },
  });
  vi.stubGlobal("document", {
    addEventListener: events.addEventListener.bind(events),
    get hidden() {
      return page.hidden;
    },
  });
  vi.stubGlobal("fetch", () => answer());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function watch() {
  const heard = { status: 0, signedOut: 0 };
  const stream = new Stream({
    sales: () => {},
    curve: () => {},
    status: () => {
      heard.status += 1;
    },
    signedOut: () => {
      heard.signedOut += 1;
    },
  });
  stream.open("lamp");
  return { stream, heard };
}

const source = () => FakeSource.all.at(-1) as FakeSource;
const status = {} as ConsoleStatus;

describe("the console's stream", () => {
  it("knows how old its numbers are while the network is gone for a minute, and is back at once", () => {
    const { stream, heard } = watch();
    expect(stream.age).toBeUndefined();
    source().say("status", status);
    page.online = false;
    vi.advanceTimersByTime(60_000);
    expect(stream.age).toBe(60_000);
    expect(FakeSource.all).toHaveLength(1); // nobody tries what cannot succeed
    page.online = true;
    events.dispatchEvent(new Event("online"));
    expect(FakeSource.all).toHaveLength(2);
    source().say("status", status);
    expect([stream.age, heard.status]).toEqual([0, 2]);
  });

  it("opens another one when a stream that seems to be there says nothing", () => {
    const { stream } = watch();
    source().say("status", status);
    vi.advanceTimersByTime(8_000);
    expect(FakeSource.all).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.all.map(({ readyState }) => readyState)).toEqual([FakeSource.CLOSED, 1]);
    expect(stream.age).toBe(9_000);
    expect(source().url).toBe("/admin/stream?sale=lamp");
  });

  it("opens another one as soon as a page that was asleep is looked at", () => {
    watch();
    page.online = false; // so that the timer does not see to it first
    vi.advanceTimersByTime(30_000);
    events.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSource.all).toHaveLength(2);
  });

  it("tries again with longer and longer pauses while the shop answers with errors", async () => {
    watch();
    for (const pause of [1_000, 2_000, 4_000, 5_000, 5_000]) {
      const before = FakeSource.all.length;
      source().fail();
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(FakeSource.all).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(FakeSource.all).toHaveLength(before + 1);
    }
  });

  it("says that nobody is signed in any more, and then leaves it at that", async () => {
    const { heard } = watch();
    answer = async () => ({ status: 401 });
    source().fail();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([heard.signedOut, FakeSource.all.length]).toEqual([1, 1]);
  });

  it("does not take the age of one sale's numbers for another's", () => {
    const { stream } = watch();
    source().say("status", status);
    stream.open("chair");
    expect(stream.age).toBeUndefined();
  });
});
