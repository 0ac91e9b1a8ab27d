/**
 * Astro allows on every page the styles and scripts of the whole site, by hash, and says so at the
 * end of its head. Here each page keeps the hashes of what it holds itself: half a kilobyte less
 * that nothing compresses, and a policy that says no more than it must. And it says so first, since
 * a policy in a page rules only what comes after it.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const POLICY = /<meta http-equiv="content-security-policy" content="[^"]*">/;
const FIRST = '<meta charset="utf-8">';
const BEGIN = /<(?:style|script)\b[^>]*>/g;
const END = /<\/(?:style|script)>/g;
const HASH = / 'sha256-([A-Za-z0-9+/=]+)'/g;

export function narrowPolicy(html: string): string {
  const held = new Set(inlineTexts(html).map(sha256));
  const [policy = ""] = POLICY.exec(html) ?? [];
  const narrow = policy.replace(HASH, (entry, hash: string) => (held.has(hash) ? entry : ""));
  // By functions: what is put in must not be read for `$&` and the like.
  return html.replace(policy, () => "").replace(FIRST, () => FIRST + narrow);
}

/**
 * From every beginning to the next end. An attribute may hold the text of a tag, which must not hide
 * the real one behind it; what is found too much does no harm, since only Astro's hashes stay.
 */
function inlineTexts(html: string): string[] {
  return [...html.matchAll(BEGIN)].map(({ 0: tag, index }) => {
    END.lastIndex = index + tag.length;
    return html.slice(index + tag.length, END.exec(html)?.index);
  });
}

/** In every page under `out`. */
export async function narrowPolicies(out: string): Promise<void> {
  const paths = await readdir(out, { recursive: true });
  const pages = paths.filter((path) => path.endsWith(".html")).map((path) => join(out, path));
  await Promise.all(
    pages.map(async (page) => writeFile(page, narrowPolicy(await readFile(page, "utf8")))),
  );
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
