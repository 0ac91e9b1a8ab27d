import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { confirm } from "../../scripts/lib/confirm.ts";
import { contextWith, inContext } from "../../scripts/lib/context.ts";

/** As much of a terminal as a prompt asks for. */
function ask(keys: string | null, isTTY = true): Promise<void> {
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} });
  const [stdout, stderr] = [new PassThrough(), new PassThrough().resume()];
  const io = { stdin, stdout, stderr, interrupted: new AbortController().signal };
  const asked = inContext(contextWith({ io }), () => confirm("All of them?"));
  // Keys struck before anybody listens would be lost.
  setImmediate(() => (keys === null ? stdin.end() : stdin.write(keys)));
  return asked;
}

describe("a question", () => {
  it.each(["y", "Y", "\u001B[D\r"])("goes on at %j", async (keys) => {
    await expect(ask(keys)).resolves.toBeUndefined();
  });

  it.each(["\r", "n", "\u0003", "\u001B", null])("does nothing at %j", async (keys) => {
    await expect(ask(keys)).rejects.toThrow("nothing was done");
  });

  it("is not asked where nobody can answer", async () => {
    await expect(ask("y", false)).rejects.toThrow("All of them? Say so with --yes");
  });
});
