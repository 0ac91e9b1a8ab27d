import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readStart } from "../../crowd/start-script.ts";
import type { StartMessage } from "../contract.ts";
import { enter, inviteFor } from "../testing/door.ts";
import { Shopper, START, World } from "../testing/world.ts";

describe("too many new shoppers from one network", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: START + 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const from = (address: string) => ({ "CF-Connecting-IP": address });
  /** More than two minutes' worth: a minute may end in the middle of a test. */
  const MANY = 130;
  const crowd = <T>(each: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: MANY }, (_, index) => each(index)));
  const refused = <T extends { status: number }>(answers: T[]) =>
    answers.filter(({ status }) => status === 429);

  it("are refused at a door, whatever their proofs, and those from elsewhere are not", async () => {
    const world = new World({ door: "invites", perNetwork: 60 });
    const invite = await inviteFor(world);
    const knock = (address: string) => enter(new Shopper(world), { invite }, from(address));
    const answers = await crowd(() => knock("198.51.100.1"));
    expect(refused(answers).length).toBeGreaterThanOrEqual(MANY - 120);
    expect(refused(answers).length).toBeLessThanOrEqual(MANY - 60);
    const [one] = refused(answers);
    expect(one?.body).toEqual({ code: "too_many" });
    expect(one?.headers.get("retry-after")).toBe("60");
    expect((await knock("198.51.100.2")).status).toBe(200);
  });

  it("count by the /64 that one household has", async () => {
    const world = new World({ door: "invites", perNetwork: 60 });
    const answers = await crowd((index) =>
      enter(new Shopper(world), { invite: "x" }, from(`2001:db8:7:7::${index.toString(16)}`)),
    );
    expect(refused(answers).length).toBeGreaterThanOrEqual(MANY - 120);
  });

  it("get no identity where the door is open, and those who have one keep it", async () => {
    const world = new World({ perNetwork: 60 });
    const start = async (shopper: Shopper) => {
      const path = `/start/${world.sale.slug}.js?v=1`;
      const headers = from("198.51.100.3");
      const message = readStart((await shopper.send({ method: "GET", path, headers })).body);
      return { shopper, message: message as StartMessage };
    };
    const told = await crowd(() => start(new Shopper(world)));
    const without = told.filter(({ message }) => message.claim === undefined);
    expect(without.length).toBeGreaterThanOrEqual(MANY - 120);
    for (const { shopper, message } of without) {
      expect(message).toMatchObject({ state: "open", retryAfter: 60 });
      expect(shopper.jar.header).toBe("");
    }
    const known = told.filter(({ message }) => message.claim !== undefined);
    expect(known.length).toBeGreaterThanOrEqual(60);
    const again = await Promise.all(known.map(({ shopper }) => start(shopper)));
    expect(again.every(({ message }) => message.claim !== undefined)).toBe(true);
  });

  it("are not counted where there is no address, as on one's own machine", async () => {
    const world = new World({ perNetwork: 60 });
    const messages = await crowd(() => new Shopper(world).start());
    expect(messages.every(({ claim }) => claim !== undefined)).toBe(true);
  });

  it("are not refused by a runtime that cannot count", async () => {
    const none = { NETWORK_60: undefined as never };
    const world = new World({ door: "invites", perNetwork: 60 }, none);
    const answers = await crowd(() =>
      enter(new Shopper(world), { invite: "x" }, from("198.51.100.4")),
    );
    expect(refused(answers)).toEqual([]);
  });
});
