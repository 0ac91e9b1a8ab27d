import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

/** Beside the other tests, which leave the machine idle half of the time. */
it("types, style and what is used are in order: npm run check", async () => {
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const check = spawn(process.execPath, ["scripts/check.ts"], { env });
  const [out, err, [status]] = await Promise.all([
    text(check.stdout),
    text(check.stderr),
    once(check, "close"),
  ]);
  expect(status, `${out}${err}`).toBe(0);
}, 180_000);
