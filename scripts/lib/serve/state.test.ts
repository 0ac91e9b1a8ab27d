import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findSecrets, StateFolder } from "./state.ts";

let state: StateFolder;
beforeEach(() => {
  state = new StateFolder(mkdtempSync(join(tmpdir(), "secrets-")));
});
afterEach(() => rmSync(state.path, { recursive: true, force: true }));

function envFile(text: string): string {
  const file = join(state.path, "given.env");
  writeFileSync(file, text);
  return file;
}

it("what is missing is made, kept for its owner only, and found again", () => {
  const made = findSecrets(state, undefined, undefined);
  expect(Buffer.from(made.SIGNING_KEY ?? "", "base64url")).toHaveLength(32);
  expect(made.ADMIN_KEY).not.toBe(made.SIGNING_KEY);
  expect(Object.keys(made).sort()).toEqual(["ADMIN_KEY", "DRAW_SECRET", "SIGNING_KEY"]);
  expect(statSync(state.secrets).mode & 0o777).toBe(0o600);
  expect(findSecrets(state, undefined, undefined)).toEqual(made);
});

it("what is given counts, and is not copied into the state folder", () => {
  const file = envFile(
    'SIGNING_KEY="given"\n# a remark\nSIGNING_KEY_PREVIOUS=old\nOTHER=1\nADMIN_KEY=\n',
  );
  const secrets = findSecrets(state, file, undefined);
  expect(secrets).toMatchObject({ SIGNING_KEY: "given", SIGNING_KEY_PREVIOUS: "old" });
  expect(secrets.ADMIN_KEY).toHaveLength(43);
  expect(secrets).not.toHaveProperty("OTHER");
  expect(readFileSync(state.secrets, "utf8")).not.toContain("given");
});

it("an order system gets a secret in the form of Standard Webhooks", () => {
  const secrets = findSecrets(state, undefined, "http://127.0.0.1:9/orders");
  expect(secrets.ORDER_SYSTEM_URL).toBe("http://127.0.0.1:9/orders");
  const [, key] = /^whsec_(.+)$/.exec(secrets.ORDER_SYSTEM_SECRET ?? "") ?? [];
  expect(Buffer.from(key ?? "", "base64")).toHaveLength(32);
  // Without the URL there is no order system, whatever was made for one before.
  expect(findSecrets(state, undefined, undefined)).not.toHaveProperty("ORDER_SYSTEM_SECRET");
});

it("the option counts more than the file", () => {
  const file = envFile("ORDER_SYSTEM_URL=http://file\nORDER_SYSTEM_SECRET=whsec_abc\n");
  expect(findSecrets(state, file, "http://option")).toMatchObject({
    ORDER_SYSTEM_URL: "http://option",
    ORDER_SYSTEM_SECRET: "whsec_abc",
  });
});

it("a file that is not there is refused", () => {
  expect(() => findSecrets(state, "/no/such/file", undefined)).toThrow(
    /^\/no\/such\/file cannot be read/,
  );
});
