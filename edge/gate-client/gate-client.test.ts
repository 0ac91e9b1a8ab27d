import { beforeEach, describe, expect, it, vi } from "vitest";
import { AdmissionCache } from "../admission-cache/admission-cache.ts";
import { gateSaleOf } from "../env.ts";
import type { Claimed, WithNews } from "../gate/messages.ts";
import { START, someSale } from "../testing/world.ts";
import { GateClient, type GateStub } from "./gate-client.ts";

const FULL: WithNews<Claimed> = { answer: { ok: false, code: "full", ttl: 300 } };

/** A gateClient whose gate answers when the test says so. */
class Scene {
  readonly sale = gateSaleOf(someSale({ gates: 1 }));
  readonly calls: {
    shopper: string;
    answer: (told: WithNews<Claimed>) => void;
    fail: (e: object) => void;
  }[] = [];
  readonly timers: (() => void)[] = [];
  news = vi.fn(async () => undefined);
  now = START + 1_000;
  readonly gateClient = new GateClient({
    cache: new AdmissionCache(),
    clock: () => this.now,
    random: () => 0,
    gate: () => this.#gate as unknown as GateStub,
    wait: () => new Promise((resolve) => this.timers.push(resolve)),
  });
  readonly #gate = {
    claim: (_sale: unknown, _gate: unknown, shopper: string) =>
      new Promise((answer, fail) => this.calls.push({ shopper, answer, fail })),
    news: () => this.news(),
  };

  claim(shopper: string, held?: string) {
    return this.gateClient.claim(this.sale, shopper, held);
  }
}

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("a burst in one isolate", () => {
  it("asks a gate 4 times at once, and those who wait hear the first full", async () => {
    const claims = Array.from({ length: 200 }, (_, i) => scene.claim(`shopper-${i}`));
    await settled();
    expect(scene.calls).toHaveLength(4);
    scene.calls[0]?.answer(FULL);
    await settled();
    for (const call of scene.calls) call.answer(FULL);
    const answers = await Promise.all(claims);
    expect(scene.calls).toHaveLength(4);
    expect(new Set(answers.map(({ answer }) => !answer.ok && answer.code))).toEqual(
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
    const claims = Array.from({ length: 6 }, (_, i) => scene.claim(`shopper-${i}`));
    await settled();
    const grant = { answer: { ok: true, fresh: true, slot: "s", expiresAt: START } } as const;
    scene.calls[0]?.answer(grant);
    await settled();
    expect(scene.calls).toHaveLength(5);
    scene.calls[1]?.answer(grant);
    await settled();
    expect(scene.calls).toHaveLength(6);
    for (const call of scene.calls) call.answer(grant);
    await Promise.all(claims);
  });

  it("depends on nobody: who has waited long enough asks by himself", async () => {
    for (let i = 0; i < 5; i++) void scene.claim(`shopper-${i}`);
    await settled();
    expect(scene.calls).toHaveLength(4);
    for (const ring of scene.timers) ring();
    await settled();
    expect(scene.calls).toHaveLength(5);
  });

  it("never keeps a holder waiting, nor tells him what others are told", async () => {
    for (let i = 0; i < 4; i++) void scene.claim(`shopper-${i}`);
    await settled();
    void scene.claim("holder", "his order token");
    await settled();
    expect(scene.calls.at(-1)?.shopper).toBe("holder");
  });
});

describe("a notice", () => {
  it("of a full gate is replyTtl for its ttl, and not a moment longer", async () => {
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
    expect((await claim).answer).toMatchObject({ ok: false, code: "full" });
    expect(scene.calls).toHaveLength(tries);
    // An overloaded gate may have recovered by the next shopper.
    expect(scene.gateClient.knownRefusal(scene.sale, "another")).toBeUndefined();
    logged.mockRestore();
  });
});
