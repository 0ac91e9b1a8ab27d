import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/cli.ts";

describe("rehearse", () => {
  it.each([
    [["rehearse"], "which sale?"],
    [["rehearse", "aurora-lamp"], "how large is the crowd?"],
    [
      ["rehearse", "aurora-lamb", "--shoppers", "9"],
      'there is no sale "aurora-lamb"; did you mean aurora-lamp?',
    ],
    [
      ["rehearse", "aurora-lamp", "--shoppers", "9", "--report", tmpdir()],
      "cannot be written: it is a folder",
    ],
    [["rehearse", "aurora-lamp", "--shoppers", "9", "--worker", tmpdir()], "there is no such file"],
    ...[
      [["--door", "vip"], "it must be one of open, work, turnstile, members, invites"],
      [["--one-per", "phone"], "only email can be tried here"],
      [["--bot-proofs", "9"], "--bot-proofs needs --bots as well"],
      [["--bots", "0"], "it must be a whole number from 1 to 10000"],
      [["--bots", "9", "--bot-networks", "300"], "it must be a whole number from 1 to 254"],
      [["--bots", "9", "--bot-processor", "1y"], "a duration up to 100h, like 60s"],
    ].map(
      ([more, told]) =>
        [["rehearse", "aurora-lamp", "--shoppers", "9", ...(more as string[])], told] as [
          string[],
          string,
        ],
    ),
  ])("%j is refused with what to do, and status 2", async (args, told) => {
    expect(await runCli(args)).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(told),
    });
  });
});
