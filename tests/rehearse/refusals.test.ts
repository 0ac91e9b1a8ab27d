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
  ])("%j is refused with what to do, and status 2", async (args, told) => {
    expect(await runCli(args)).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(told),
    });
  });
});
