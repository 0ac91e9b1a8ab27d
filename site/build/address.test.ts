import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { siteAddress } from "./address.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "address-"));
  vi.stubEnv("DOORBUSTER_URL", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function config(text: string): string {
  const path = join(folder, "wrangler.toml");
  writeFileSync(path, text);
  return path;
}

it("is read from wrangler.toml, and the environment takes precedence", () => {
  const path = config('name = "x"\n[vars]\nDOORBUSTER_URL = "https://sale.example/"\n');
  expect(siteAddress(path)).toBe("https://sale.example");
  vi.stubEnv("DOORBUSTER_URL", "https://other.example");
  expect(siteAddress(path)).toBe("https://other.example");
});

it("may be missing, and a comment does not count", () => {
  expect(siteAddress(config('# DOORBUSTER_URL = "https://sale.example"\n'))).toBeUndefined();
});

it.each([
  "sale.example",
  "https://sale.example/path",
  "javascript:alert(1)",
  "https://a@b.example",
])("%s is refused with what would be right", (wrong) => {
  vi.stubEnv("DOORBUSTER_URL", wrong);
  expect(() => siteAddress(config(""))).toThrow(/must be the address of this site/);
});
