import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { prove } from "../../scripts/lib/deploy/proof.ts";
import { readSettings } from "../../scripts/lib/secrets.ts";
import { startServe } from "../support/serve.ts";
import { askStart } from "../support/shopper.ts";

it("the proof of a deployment is true of the real Worker", async () => {
  const state = mkdtempSync(join(tmpdir(), "proof-"));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  const serving = await startServe({ state, "starts-in": "1h" });
  onTestFinished(async () => void (await serving.stop()));
  const { origin: url, sale } = serving;
  const key = readSettings(join(state, "secrets.env")).ADMIN_KEY;
  const { startsAt } = (await askStart(serving)).message;
  const proof = await prove(
    () => ({ url, key, sales: [{ sale, startsAt }] }),
    0,
    () => {},
  );
  expect(proof.flatMap(({ instead }) => instead)).toEqual([]);
  expect(proof).toHaveLength(10);
});
