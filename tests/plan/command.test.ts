import { beforeAll, describe, expect, it } from "vitest";
import { readOptions } from "../../scripts/lib/plan/options.ts";
import { UsageError } from "../../scripts/lib/refusal.ts";
import { type Ended, runCli } from "../support/cli.ts";

const LAMP = ["plan", "aurora-lamp"];

describe("plan for 400 shoppers", () => {
  const crowd = [...LAMP, "--shoppers", "400", "--isolates", "10"];
  let text: Ended;
  let brief: string;
  beforeAll(async () => {
    text = await runCli([...crowd, "--details"]);
    brief = (await runCli(crowd)).stdout;
  });

  it("says first, in five lines, the cost, when it is sold out and whether it is safe", () => {
    expect(brief.split("\n")).toEqual([
      expect.stringMatching(/^Aurora table lamp: 400 shoppers for 50 units, 10 gates × 10 slots$/),
      expect.stringMatching(
        /^ {2}Cost {6}\$5\.00 with a month of Cloudflare's paid plan; up to \$5\.0\d on a/,
      ),
      expect.stringMatching(/^ {2}Sold out {2}\d+ s after the start; \d+ are told so, \d+ give up/),
      expect.stringMatching(
        /^ {2}Safe {6}yes: no object is asked more than \d+\/s; each can take 1,0/,
      ),
      expect.stringMatching(/^ {2}More {6}.*: --details$/),
      "",
    ]);
    expect(text.stdout.startsWith(brief)).toBe(true);
  });

  it("says the rest with --details, in tables without colours where there is no terminal", () => {
    expect(text.status, text.stderr).toBe(0);
    expect(text.stdout).toMatch(/CDN in all +[\d,]+ +[\d.]+ MB/);
    expect(text.stdout).toMatch(/Worker: claims +[\d,]+\n/);
    expect(text.stdout).toMatch(/Objects in all +[\d,]+\n/);
    expect(text.stdout).toMatch(/The busiest gate +\d+\/s +1,000\/s/);
    expect(text.stdout).toMatch(/Workers Paid, a month +\$5\.00/);
    expect(text.stdout).toContain("Every shopper was played");
    expect(text.stdout.replaceAll(/\s+/g, " ")).toContain("A new sale would have the same.");
    expect(text.stdout).not.toContain("\x1b");
  });

  it("says what it takes for granted, and where prices are from", () => {
    expect(text.stdout).toContain("10 isolates of the Worker, as --isolates says");
    expect(text.stdout).toMatch(/as read on 20\d\d-\d\d-\d\d/);
    expect(text.stdout).toContain("https://developers.cloudflare.com/workers/platform/pricing/");
  });

  it("prints nothing but the result on standard output, in lines that a terminal can hold", () => {
    expect(text.stdout).not.toContain("building");
    for (const line of text.stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });
});

describe("what is asked wrongly is refused", () => {
  it.each([
    [[...LAMP], "how large is the crowd? npm run sale -- plan aurora-lamp --shoppers"],
    [["plan", "aurora-lmp", "--shoppers", "9"], "did you mean aurora-lamp?"],
  ])("by the command: %j", async (args, said) => {
    const { status, stdout, stderr } = await runCli(args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(said);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  const asked = { sale: "aurora-lamp", shoppers: "9" };
  it.each([
    [{}, "which sale? npm run sale -- plan <sale>"],
    [{ ...asked, shoppers: "many" }, "--shoppers many: it must be a whole number from 1 to"],
    [{ ...asked, shoppers: "10000001" }, "from 1 to 10,000,000"],
    [{ ...asked, isolates: "0" }, "--isolates 0: it must be a whole number"],
    [{ ...asked, seed: "-1" }, "--seed -1: it must be a whole number"],
    [{ ...asked, peak: "2" }, "--peak 2: it must be a share from 0.05 to 1"],
    [{ ...asked, for: "9s" }, "--for is for --as-rehearsed"],
    [{ ...asked, scale: "3" }, "--scale is for --as-rehearsed"],
    [{ ...asked, scale: "0", "as-rehearsed": true }, "--scale 0: it must be a number from 1"],
    [{ ...asked, for: "9", "as-rehearsed": true }, "--for 9: it must be a duration"],
    [{ ...asked, peak: "0.5", "as-rehearsed": true }, "--peak and --as-rehearsed exclude"],
  ])("by its options: %j", (args, said) => {
    expect(() => readOptions(args)).toThrowError(UsageError);
    expect(() => readOptions(args)).toThrowError(said);
  });

  it("a share may be a percentage, and without --isolates there is one for 200 shoppers", () => {
    expect(readOptions({ ...asked, peak: "90%" }).peak).toBe(0.9);
    const isolates = (shoppers: string) => readOptions({ ...asked, shoppers }).isolates;
    expect([isolates("9"), isolates("100000"), isolates("10000000")]).toEqual([10, 500, 5_000]);
  });
});
