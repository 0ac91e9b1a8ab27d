import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { narrowPolicy } from "./policy.ts";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = (hashes: string[]) =>
  `<meta http-equiv="content-security-policy" content="script-src 'self' ${hashes.join(" ")};">`;
const CHARSET = '<head><meta charset="utf-8">';
const page = (hashes: string[], body: string) => `${CHARSET}${body}${policy(hashes)}`;

it("keeps only the hashes of the page's own styles and scripts, and comes first", () => {
  const body = "<style>a{}</style><script type=module>b()</script>";
  const all = [hash("a{}"), hash("b()"), hash("of another page")];
  expect(narrowPolicy(page(all, body))).toBe(CHARSET + policy(all.slice(0, 2)) + body);
});

it("never adds a hash", () => {
  const body = "<script>evil()</script>";
  expect(narrowPolicy(page([hash("b()")], body))).not.toContain(hash("evil()"));
});

it("is not misled by a tag inside an attribute", () => {
  const body = `<meta content="<style><script>"><style>a{}</style>`;
  expect(narrowPolicy(page([hash("a{}")], body))).toContain(hash("a{}"));
});
