import { expect, it } from "vitest";
import type { StartMessage } from "../../edge/contract.ts";
import { reasonOf } from "./ended.ts";

const message = (part: Partial<StartMessage>): StartMessage => ({
  ...{ sale: "lamp", state: "ended", now: 2, startsAt: 0, endsAt: 1 },
  ...part,
});

it.each([
  [{ state: "ended", reason: "sold_out" }, "sold_out"],
  [{ state: "ended", reason: "closed" }, "closed"],
  [{ state: "ended" }, "closed"],
  [{ state: "paused" }, "paused"],
  [{ state: "open" }, undefined],
  [{ state: "upcoming" }, undefined],
  [{ state: "ended", reason: "sold_out", order: "/order/mine" }, undefined],
] as [Partial<StartMessage>, string | undefined][])(
  "of %j the ended page says %s; undefined: the sale's page says more",
  (part, reason) => expect(reasonOf(message(part))).toBe(reason),
);
