/**
 * The address under which the world knows this site, for what only whole URLs can say: canonical
 * links, shared pictures, the sitemap. Without one, pages say none of it rather than something wrong.
 */
import { readFileSync } from "node:fs";

const NAME = "DOORBUSTER_URL";
/** In wrangler.toml: a line of its own, as a rule under [vars]. */
const LINE = new RegExp(`^\\s*${NAME}\\s*=\\s*["']([^"'\\n]*)["']`, "m");

/** `config`: the path of wrangler.toml. The environment goes before the file. */
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
    `${NAME} is "${given}"; it must be the address of this site and nothing behind it, like https://sale.example`,
  );
}
