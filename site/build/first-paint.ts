/**
 * The first paint waits for the page's script, which came with the page: what it hides and what it
 * writes is hidden and written before anybody sees it, so nothing moves. Only in the head may a
 * script hold the paint back (HTML, "blocking attributes"); it still runs when the page is parsed.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** No text of a sale can look like these: in texts `<` is escaped, in attributes and in JSON `"` is. */
const SCRIPT = /<script type="module">([\s\S]*?<\/script>)/;
const POLICY = /<meta http-equiv="content-security-policy" content="[^"]*">/;

export function scriptFirst(html: string): string {
  const [script, code] = SCRIPT.exec(html) ?? [];
  if (script === undefined || !POLICY.test(html)) return html;
  const blocking = `<script type="module" blocking="render">${code}`;
  return html.replace(script, () => "").replace(POLICY, (policy) => policy + blocking);
}

/** In every page under `out`. */
export async function scriptsFirst(out: string): Promise<void> {
  const paths = await readdir(out, { recursive: true });
  const pages = paths.filter((path) => path.endsWith(".html")).map((path) => join(out, path));
  await Promise.all(
    pages.map(async (page) => writeFile(page, scriptFirst(await readFile(page, "utf8")))),
  );
}
