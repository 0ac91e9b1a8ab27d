/**
 * The public address of this site, needed wherever a URL must be absolute: canonical links, share
 * pictures, the sitemap. Without it, pages leave these out.
 */
import { readFileSync } from "node:fs";

const NAME = "DOORBUSTER_URL";
/** In wrangler.toml: a line of its own, usually under [vars]. */
const LINE = new RegExp(`^\\s*${NAME}\\s*=\\s*["']([^"'\\n]*)["']`, "m");

/** `config`: the path of wrangler.toml. The environment takes precedence. Throws on a malformed address. */
export function siteAddress(
  config: string | URL,
  env: NodeJS.Dict<string> = process.env,
): string | undefined {
  const given = env[NAME] || LINE.exec(readFileSync(config, "utf8"))?.[1];
  if (!given) return undefined;
  const url = URL.parse(given);
  const bare = url?.pathname === "/" && !url.search && !url.hash && !url.username;
  if (url && bare && /^https?:$/.test(url.protocol)) return url.origin;
  throw new Error(
    `${NAME} is "${given}"; it must be the address of this site without a path, like https://sale.example`,
  );
}
