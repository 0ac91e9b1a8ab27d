import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findSecret } from "../../scripts/order-system/options.ts";

let folder: string;
let kept: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-"));
  kept = join(folder, "new", "order-system.env");
});
afterEach(() => rmSync(folder, { recursive: true }));

const SECRET = `whsec_${btoa("a secret of twenty-four b")}`;

it("the order system's secret is made, kept for its owner only, and found again", () => {
  const made = findSecret(undefined, {}, kept);
  const [, key = ""] = /^whsec_(.+)$/.exec(made.secret) ?? [];
  expect(Buffer.from(key, "base64")).toHaveLength(32);
  expect(made.file).toBe(kept);
  expect(readFileSync(kept, "utf8")).toBe(`ORDER_SYSTEM_SECRET=${made.secret}\n`);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(findSecret(undefined, {}, kept)).toEqual(made);
});

it("a file that is named counts more than the environment, and that more than what was made", () => {
  const file = join(folder, "given.env");
  writeFileSync(file, `ORDER_SYSTEM_SECRET=${SECRET}\n`);
  const around = { ORDER_SYSTEM_SECRET: `whsec_${btoa("another of twenty-four by")}` };
  expect(findSecret(file, around, kept)).toEqual({ secret: SECRET, file });
  expect(findSecret(undefined, around, kept)).toEqual({ secret: around.ORDER_SYSTEM_SECRET });
});

it("a secret that no library would take is refused, and not shown", () => {
  const find = () => findSecret(undefined, { ORDER_SYSTEM_SECRET: "hunter2" }, kept);
  expect(find).toThrow("ORDER_SYSTEM_SECRET must be whsec_ and at least 24 bytes in base64");
});
