/** Every door over HTTP: with cookies and without, after a reload, on a second device, by any clock. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { door as askedAt, enter } from "../../crowd/http/door.ts";
import type { Shopper } from "../../crowd/http/shopper.ts";
import type { Door, Proofs } from "../../edge/contract.ts";
import {
  comeTo,
  type DoorSales,
  editSale,
  proofOf,
  SIGNING_KEY,
  saleBehind,
  serveAgain,
  serveDoors,
} from "../support/door-sales.ts";

const DOORS: Door[] = ["work", "turnstile", "members", "invites"];
const HOUR = 3_600_000;

let sales: DoorSales;
beforeAll(async () => {
  sales = await serveDoors(["open", ...DOORS]);
});
afterAll(() => sales?.stop());
afterEach(() => void vi.useRealTimers());

let people = 0;

/** Every combination that a visitor can be. */
const VISITORS = [true, false].flatMap((cookies) =>
  [-5 * HOUR, 0, 5 * HOUR].map((clock) => ({
    cookies,
    clock,
    as: `${cookies ? "with" : "without"} cookies, clock ${clock / HOUR} h off`,
  })),
);

/** Their own clock, from now on; the server has its own. */
const setClock = (off: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + off });

async function goIn(shopper: Shopper, proofs: Proofs): Promise<void> {
  expect((await enter(shopper, proofs)).status).toBe(200);
}

describe.each(DOORS)("at the door %s", (door) => {
  it.each(VISITORS)("a person enters and buys, once, on two devices: $as", async (visitor) => {
    const [one, two] = [comeTo(sales, door, visitor), comeTo(sales, door, visitor)];
    const proofs = await proofOf(sales, door, ++people, one);
    setClock(visitor.clock);
    expect(await one.start()).toMatchObject({ state: "open", door });
    expect((await one.start()).claim).toBeUndefined();
    await goIn(one, proofs);
    // A reload: the pass is still there, or comes along with the start script.
    const inside = await one.start();
    expect([inside.door, inside.claim]).toEqual([undefined, expect.stringMatching(/^\/claim\//)]);
    const slot = await one.claim(inside.claim);
    expect(slot.status).toBe(201);
    await goIn(two, proofs);
    const same = await two.claim();
    expect([same.status, same.body]).toEqual([200, slot.body]);
    if (visitor.cookies) expect((await one.start()).order).toBe(slot.body.order);
    const email = `person-${people}@example.com`;
    const placed = await one.order(slot.body.order, { name: "Ada", email });
    expect(placed.status).toBe(201);
    expect((await two.get(slot.body.order)).body).toEqual(placed.body);
    const again = await two.claim();
    expect([again.status, again.body.code]).toEqual([409, "already_ordered"]);
  });
});

describe("without a door", () => {
  it.each(VISITORS)("two devices are two shoppers: $as", async (visitor) => {
    setClock(visitor.clock);
    const [one, two] = [comeTo(sales, "open", visitor), comeTo(sales, "open", visitor)];
    const [first, second] = [await one.claim(), await two.claim()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.order).not.toBe(first.body.order);
    if (visitor.cookies) expect((await one.start()).order).toBe(first.body.order);
  });
});

describe("a list of invitations", () => {
  const codes = async (label: string) => {
    const { stdout } = await sales.copy.sale(
      ["invites", saleBehind("invites"), "--count", "2", "--label", label],
      { SIGNING_KEY },
    );
    return stdout
      .split("\n")
      .slice(1, 3)
      .map((line) => line.split(",")[0] ?? "");
  };
  const shown = async (invite: string) => {
    const { status, body } = await enter(comeTo(sales, "invites"), { invite });
    return status === 200 ? "in" : body.reason;
  };

  it("lets in whoever has a code of it, until its label is revoked and deployed; other lists stay", async () => {
    const [press, friends] = [await codes("press"), await codes("friends")];
    const [early = "", late = ""] = press;
    const guest = comeTo(sales, "invites");
    await goIn(guest, { invite: early });
    expect((await guest.start()).claim).toBeDefined();
    editSale(sales.copy, "invites", (text) =>
      text.replace("door: invites", "door: invites\nrevoked: [press]"),
    );
    await sales.serving.stop();
    sales.serving = await serveAgain(sales.copy, ["invites"]);
    expect([await shown(early), await shown(late)]).toEqual(["proof_invalid", "proof_invalid"]);
    expect(await shown(friends[0] ?? "")).toBe("in");
    expect(await askedAt(comeTo(sales, "invites"))).toMatchObject({ door: "invites" });
  });
});
