import { describe, expect, it } from "vitest";
import { commands } from "../../scripts/commands/index.ts";
import { runCli } from "../support/cli.ts";

describe("the command line", () => {
  it("tells without a command what there is, on standard output", async () => {
    const { status, stdout, stderr } = await runCli([]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/COMMANDS[\s\S]*new[\s\S]*deploy[\s\S]*report/);
    expect(stderr).toBe("");
  });

  it("tells a command's options", async () => {
    const { status, stdout } = await runCli(["serve", "--help"]);
    expect(status).toBe(0);
    for (const option of ["port", "sale", "starts-in", "hold", "reserve", "state", "env"]) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it.each([
    [["serv"], 'unknown command "serv"; did you mean serve?'],
    [
      ["frobnicate"],
      `unknown command "frobnicate"; the commands are ${Object.keys(commands).join(", ")}`,
    ],
    [["serve", "--stok", "3"], "unknown option --stok; did you mean --stock?"],
    [["serve", "now"], '"now" is one argument too many'],
    [["serve", "--port"], "--port needs a value"],
    [["serve", "--port", "--reserve"], "--port needs a value"],
    [["serve", "--reserve=yes"], "--reserve takes no value; write only --reserve"],
    [["serve", "--port=1", "--port=2"], "--port is given twice; give it once"],
    [["serve", "--stock", "1.5"], "--stock 1.5: it must be a whole number, like 50"],
    [
      ["serve", "--starts-in", "soon"],
      "--starts-in soon: it must be a duration, like 20s, 5m, 1h or -1m",
    ],
  ])("refuses %j in one line, with status 2", async (args, line) => {
    expect(await runCli(args)).toEqual({ status: 2, stdout: "", stderr: `${line}\n` });
  });
});
