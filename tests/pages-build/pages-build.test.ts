/** The pages that `npm run build` has left in dist/, as files. What a browser makes of hostile ones: in full. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "../../scripts/lib/project.ts";

const paths = readdirSync(project.site, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".html"))
  .toSorted();
const read = (path: string) => readFileSync(join(project.site, path), "utf8");
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** What is between the tags of inline styles and scripts; data is neither run nor hashed. */
const inline = (html: string) =>
  [...html.matchAll(/<(style|script)\b([^>]*)>(.*?)<\/\1>/gs)]
    .filter(([, , attributes]) => !attributes?.includes("json"))
    .map(([, , , text = ""]) => text);

it("there are the list, the sample sale, and the pages behind a click", () => {
  for (const path of ["index", "404", "sales/aurora-lamp", "shell/aurora-lamp/form"]) {
    expect(paths).toContain(`${path}.html`);
  }
});

it("the kit's own name is nowhere in what is deployed, and the shop's is on every page", () => {
  const files = readdirSync(project.site, { recursive: true, encoding: "utf8" });
  const texts = files.filter((path) => /\.(?:html|svg|ics|txt|xml)$|_headers$/.test(path));
  expect(texts.length).toBeGreaterThan(paths.length);
  for (const path of texts) expect(read(path), path).not.toMatch(/doorbuster/i);
  for (const path of paths) {
    expect(read(path), path).toMatch(/<title>[^<]+ · Nordglas Atelier<\/title>/);
    expect(read(path), path).toMatch(
      /<a href="https:\/\/example\.com" class="brand"[^>]*>\s*Nordglas Atelier\s*</,
    );
  }
});

describe.each(paths)("%s", (path) => {
  const html = read(path);

  it("begins with a policy that allows its own styles and scripts by hash, and no more", () => {
    const [, policy = ""] =
      /<head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="([^"]*)">/.exec(
        html,
      ) ?? [];
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*style-src 'self'/);
    expect(policy).not.toMatch(/unsafe|data:|\*/);
    const hashes = new Set(inline(html).map((text) => `'sha256-${sha256(text)}'`));
    expect(new Set(policy.match(/'sha256-[^']+'/g))).toEqual(hashes);
    expect(html).not.toMatch(/<script[^>]+src=|<link[^>]+stylesheet|<iframe|<object/);
    expect(html).not.toMatch(/<[a-z][^<>]*\s(?:style|on[a-z]+)=/);
  });

  it("is shown to search engines only where shoppers begin", () => {
    const open = path === "index.html" || /^sales\/[^/]+\.html$/.test(path);
    expect(html.includes('name="robots" content="noindex"')).toBe(!open);
  });
});

it("the product page asks for the hero first, in the sizes that a phone needs, and keeps its room", () => {
  const html = read("sales/aurora-lamp.html");
  const [preload = ""] = /<link rel="preload"[^>]*>/.exec(html) ?? [];
  expect(preload).toContain('fetchpriority="high"');
  const srcset = /imagesrcset="([^"]+)"/.exec(preload)?.[1] ?? "";
  expect(html).toContain(`<source type="image/avif" srcset="${srcset}"`);
  expect(html).toMatch(/<img[^>]*src="\/_astro\/[^"]+"[^>]*width="\d+"[^>]*height="\d+"/);
  expect(html.match(/<link[^>]+(?:preload|stylesheet)/g)).toHaveLength(1);
});
