import { beforeEach, describe, expect, it, vi } from "vitest";
import { AdmissionCache } from "../admission-cache/admission-cache.ts";
import { gateSaleOf } from "../env.ts";
import type { Claimed, Looked, News, WithNews } from "../gate/messages.ts";
import { FORM, START, someSale } from "../testing/world.ts";
import type { OrderToken } from "../tokens/tokens.ts";
import { type Admitted, GateClient, type GateStub } from "./gate-client.ts";

const FULL: WithNews<Claimed> = { answer: { ok: false, code: "full", ttl: 300 } };
/** What each answer of a gate that has places brings along. */
const NEWS: News = { state: "on", sold: 0, gates: 1, ttl: 1_600, full: { gates: "0", ttl: 300 } };

/** A gateClient whose gate answers when the test says so. */
class Scene {
  readonly sale = gateSaleOf(someSale({ gates: 1 }));
  readonly calls: {
    shopper: string;
    answer: (told: WithNews<Claimed>) => void;
    fail: (e: object) => void;
  }[] = [];
  readonly #timers: { ms: number; ring: () => void }[] = [];
  news = vi.fn(async () => undefined);
  readonly look = vi.fn(async (): Promise<Looked> => ({ is: "slot", expiresAt: START + 60_000 }));
  now = START + 1_000;
  readonly gateClient = new GateClient({
    cache: new AdmissionCache(),
    clock: () => this.now,
    random: () => 0,
    gate: () => this.#gate as unknown as GateStub,
    wait: (ms) => new Promise((ring) => this.#timers.push({ ms, ring })),
  });

  /** Lets everything end that waits no longer than that. */
  ring(ms: number): void {
    for (const timer of this.#timers.filter((one) => one.ms <= ms)) timer.ring();
  }

  readonly #gate = {
    claim: (_sale: unknown, _gate: unknown, shopper: string) =>
      new Promise((answer, fail) => this.calls.push({ shopper, answer, fail })),
    news: () => this.news(),
    look: () => this.look(),
  };

  claim(shopper: string, held?: OrderToken) {
    return this.gateClient.admit(this.sale, shopper, async () => held);
  }
}

/** What was answered, whoever knew it. */
function told(admitted: Admitted) {
  return admitted.by === "gate" ? admitted.answer : { ok: false as const, code: admitted.code };
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** In a sale of which this isolate has heard already. */
async function hear(news: News = NEWS): Promise<void> {
  const first = scene.claim("the first of all");
  await settled();
  scene.calls.pop()?.answer({ answer: { ok: false, code: "too_early" }, news });
  await first;
}

describe("a burst in one isolate", () => {
  it("asks with one shopper while nothing is known, and then with 4 at each gate", async () => {
    for (let i = 0; i < 9; i++) void scene.claim(`shopper-${i}`);
    await settled();
    expect(scene.calls).toHaveLength(1);
    const grant = { ok: true, fresh: true, slot: "s", expiresAt: START + 60_000 } as const;
    scene.calls[0]?.answer({ answer: grant, news: NEWS });
    await settled();
    expect(scene.calls).toHaveLength(1 + 4);
  });

  it("asks a gate 4 times at once, and those who wait hear the first full", async () => {
    await hear();
    const claims = Array.from({ length: 200 }, (_, i) => scene.claim(`shopper-${i}`));
    await settled();
    expect(scene.calls).toHaveLength(4);
    scene.calls[0]?.answer(FULL);
    await settled();
    for (const call of scene.calls) call.answer(FULL);
    const answers = await Promise.all(claims);
    expect(scene.calls).toHaveLength(4);
    expect(new Set(answers.map(told).map((answer) => !answer.ok && answer.code))).toEqual(
      new Set(["full"]),
    );
  });

  it("asks with one shopper whether a gate that was full still is", async () => {
    const first = scene.claim("first");
    await settled();
    scene.calls[0]?.answer(FULL);
    await first;
    scene.now += 300;
    const claims = Array.from({ length: 50 }, (_, i) => scene.claim(`shopper-${i}`));
    await settled();
    expect(scene.calls).toHaveLength(2);
    scene.calls[1]?.answer(FULL);
    await Promise.all(claims);
    expect(scene.calls).toHaveLength(2);
  });

  it("lets one more in for each grant", async () => {
    await hear();
    const claims = Array.from({ length: 6 }, (_, i) => scene.claim(`shopper-${i}`));
    await settled();
    const slot = { ok: true, fresh: true, slot: "s", expiresAt: START + 60_000 } as const;
    const grant = { answer: slot, news: NEWS };
    scene.calls[0]?.answer(grant);
    await settled();
    expect(scene.calls).toHaveLength(5);
    scene.calls[1]?.answer(grant);
    await settled();
    expect(scene.calls).toHaveLength(6);
    for (const call of scene.calls) call.answer(grant);
    await Promise.all(claims);
  });

  it("depends on nobody: who has waited long enough asks alone", async () => {
    await hear();
    for (let i = 0; i < 5; i++) void scene.claim(`shopper-${i}`);
    await settled();
    expect(scene.calls).toHaveLength(4);
    scene.ring(250);
    await settled();
    expect(scene.calls).toHaveLength(5);
  });
});

describe("a holder", () => {
  const token = () => ({ sale: scene.sale.slug, gate: 0, shopper: "holder", slot: "s" });
  const asks = () => scene.gateClient.admit(scene.sale, "holder", async () => token());

  it("is never told what others are told: the gate looks the slot up", async () => {
    await hear({ ...NEWS, full: { gates: "1", ttl: 300 } });
    expect(told(await scene.claim("another"))).toMatchObject({ code: "full" });
    expect(told(await asks())).toMatchObject({ ok: true, fresh: false, slot: "s" });
    expect(scene.look).toHaveBeenCalledTimes(1);
    expect(scene.calls).toHaveLength(0);
  });

  it("who was refused while waiting for others is still one", async () => {
    await hear();
    const others = Array.from({ length: 4 }, (_, i) => scene.claim(`shopper-${i}`));
    const held = asks();
    await settled();
    for (const call of scene.calls) call.answer(FULL);
    await Promise.all(others);
    expect(told(await held)).toMatchObject({ ok: true, slot: "s" });
  });

  it("who asks 300 times a second is asked about once a second", async () => {
    await hear({ ...NEWS, full: { gates: "1", ttl: 30_000 } });
    for (let i = 0; i < 600; i++) {
      expect(told(await asks()).ok).toBe(true);
      scene.now += 1_000 / 300;
    }
    expect(scene.look.mock.calls.length).toBeLessThanOrEqual(2);
    expect(scene.calls).toHaveLength(0);
  });

  it("is one no longer when the slot has lapsed, and asks nobody to hear so", async () => {
    await hear({ ...NEWS, full: { gates: "1", ttl: 30_000 } });
    scene.look.mockResolvedValue({ is: "expired" });
    for (let i = 0; i < 100; i++) expect(told(await asks())).toMatchObject({ code: "full" });
    expect(scene.look).toHaveBeenCalledTimes(1);
  });

  it("asks for form, order and release of a dead order URL without a call but the first", async () => {
    scene.look.mockResolvedValue({ is: "expired" });
    for (let i = 0; i < 100; i++) {
      expect(await scene.gateClient.look(token())).toEqual({ is: "expired" });
      expect(await scene.gateClient.release(token())).toEqual({ is: "expired" });
      const ordered = await scene.gateClient.order(scene.sale, token(), FORM);
      expect(ordered).toEqual({ ok: false, code: "slot_expired" });
    }
    expect(scene.look).toHaveBeenCalledTimes(1);
  });
});

describe("a shopper at the back", () => {
  it("makes the gate full for nobody else, and is asked about once", async () => {
    await hear();
    const first = scene.claim("hoarder");
    await settled();
    scene.calls[0]?.answer({ answer: { ok: false, code: "back", wait: 60_000 }, news: NEWS });
    expect(told(await first)).toEqual({ ok: false, code: "full", ttl: 0 });
    for (let i = 0; i < 100; i++) {
      scene.now += 100;
      expect(told(await scene.claim("hoarder"))).toMatchObject({ code: "full" });
    }
    expect(scene.calls).toHaveLength(1);
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBeUndefined();
    scene.now += 60_000;
    void scene.claim("hoarder");
    await settled();
    expect(scene.calls).toHaveLength(2);
  });
});

describe("a notice", () => {
  it("of a full gate is believed for its ttl, and not a moment longer", async () => {
    const claim = scene.claim("somebody");
    await settled();
    scene.calls[0]?.answer(FULL);
    await claim;
    scene.now += 299;
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBe("full");
    scene.now += 1;
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBeUndefined();
  });

  it("is asked for at most every second and a half", async () => {
    for (const step of [0, 700, 799, 1, 1_499]) {
      scene.now += step;
      await scene.gateClient.refresh(scene.sale);
    }
    expect(scene.news).toHaveBeenCalledTimes(2);
  });
});

describe("an object that fails", () => {
  it.each([
    [{ retryable: true }, 2],
    [{ retryable: true, overloaded: true }, 1],
    [{ overloaded: true }, 1],
    [{}, 1],
  ])("with %j is asked %i times, then it is full", async (error, tries) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const claim = scene.claim("somebody");
    for (let i = 0; i < tries; i++) {
      await settled();
      scene.calls[i]?.fail(Object.assign(new Error("gone"), error));
    }
    expect(told(await claim)).toMatchObject({ ok: false, code: "full" });
    expect(scene.calls).toHaveLength(tries);
    // Left alone for a moment, by all of this isolate.
    scene.now += 299;
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBe("full");
    scene.now += 701;
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBeUndefined();
    logged.mockRestore();
  });
});
