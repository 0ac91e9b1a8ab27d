import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { confirm } from "../../scripts/lib/operator/confirm.ts";

/** As much of a terminal as a prompt asks for. */
function ask(keys: string | null, isTTY = true): Promise<void> {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} });
  const asked = confirm("All of them?", { input, output: new PassThrough().resume() });
  // Keys struck before anybody listens would be lost.
  setImmediate(() => (keys === null ? input.end() : input.write(keys)));
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
