/** Which names a sale may have: each is part of web addresses and of files' names. */
import { SLUG, SLUG_MAX } from "../../edge/contract.ts";

/** Cloudflare serves index.html for the folder and 404.html for what is not there. */
const PAGES = /^(?:index|404)$/;
/** No file can be called so on Windows, whatever its ending. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** "cannot …", with what would be right; undefined for a good name. */
export function saleNameProblem(name: string): string | undefined {
  if (!SLUG.test(name)) {
    const hint = "use lower-case letters, digits and single hyphens";
    const better = asName(name);
    return `cannot be a sale's name; ${hint}${better ? `, like "${better}"` : ""}`;
  }
  if (name.length > SLUG_MAX) {
    return `has ${name.length} characters; a sale's name has at most ${SLUG_MAX}`;
  }
  if (PAGES.test(name)) return `cannot be a sale's name, because web servers use it; take another`;
  if (DEVICES.test(name)) return `cannot be a sale's name, because Windows uses it; take another`;
  return undefined;
}

function asName(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return name.slice(0, SLUG_MAX).replace(/-$/, "");
}
