import { describe, expect, it } from "vitest";
import type { Sale } from "../../../edge/contract.ts";
import type { Subject } from "../sale-file/subject.ts";
import { limitFindings, network } from "./network.ts";

const subject = (worker: Partial<Sale>) =>
  ({ file: { slug: "lamp", worker }, at: (key: string) => `lamp.md:${key}` }) as unknown as Subject;
const said = (worker: Partial<Sale>) => network(subject(worker)).map(({ text }) => text);

describe("check, of the limit per network", () => {
  it("says nothing of the usual one", () => {
    expect(said({})).toEqual([]);
    expect(said({ door: "work", perNetwork: 600 })).toEqual([]);
  });

  it("says whom a low one keeps out, and what a high one lets in", () => {
    expect(said({ perNetwork: 60 })).toEqual([expect.stringContaining("an office, a university")]);
    expect(said({ perNetwork: 6_000, door: "work" })).toEqual([
      expect.stringContaining("one machine become 6,000 new shoppers a minute"),
    ]);
    expect(said({ perNetwork: 6_000, door: "members" })).toEqual([]);
  });

  it("says so when wrangler.toml lacks it, since then there is none", () => {
    const rateLimits = [
      { binding: "NETWORK_60", namespace: "1", simple: { limit: 60, period: 60 } },
    ];
    const found = (...sales: Partial<Sale>[]) =>
      limitFindings({ rateLimits } as never, sales.map(subject)).map(({ text }) => text);
    expect(found({ perNetwork: 60 })).toEqual([]);
    expect(found({}, {}, { perNetwork: 60 })).toEqual([
      "there is no [[ratelimits]] named NETWORK_600, so one network may send any number of new shoppers",
    ]);
  });
});
