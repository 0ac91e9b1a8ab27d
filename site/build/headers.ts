/** Rules for `_headers` that depend on the sales' files; the others are in public/_headers. */
import type { Sales } from "../../edge/contract.ts";

/**
 * Only the shop named in a sale's file may show its pages in a frame. Cloudflare would append this
 * rule's values to those of `/*`, so `!` removes them first. X-Frame-Options cannot name an origin.
 */
export function frameRules(sales: Sales): string {
  const rules = Object.values(sales).flatMap(({ slug, shop }) =>
    shop === undefined
      ? []
      : [`/sales/${slug}`, `/sales/${slug}/*`].map((path) => rule(path, shop)),
  );
  return rules.map((text) => `\n${text}`).join("");
}

function rule(path: string, shop: string): string {
  return `${path}
  ! X-Frame-Options
  ! Content-Security-Policy
  Content-Security-Policy: frame-ancestors ${shop}
`;
}
