/**
 * Makes the first paint wait for the page's inline script, so that whatever the script hides or writes
 * is in place before anybody sees the page, and nothing moves. Only a script in the head may block
 * rendering (HTML, "blocking attributes"); it still runs after parsing.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** No text from a sale can match these: `<` is escaped in texts, and `"` in attributes and JSON. */
const SCRIPT = /<script type="module">([\s\S]*?<\/script>)/;
const POLICY = /<meta http-equiv="content-security-policy" content="[^"]*">/;

export function scriptFirst(html: string): string {
  const [script, code] = SCRIPT.exec(html) ?? [];
  if (script === undefined || !POLICY.test(html)) return html;
  const blocking = `<script type="module" blocking="render">${code}`;
  return html.replace(script, () => "").replace(POLICY, (policy) => policy + blocking);
}

/** Rewrites every page under `out`. */
export async function scriptsFirst(out: string): Promise<void> {
  const paths = await readdir(out, { recursive: true });
  const pages = paths.filter((path) => path.endsWith(".html")).map((path) => join(out, path));
  await Promise.all(
    pages.map(async (page) => writeFile(page, scriptFirst(await readFile(page, "utf8")))),
  );
}
