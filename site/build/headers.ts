/** Rules for `_headers` that follow from the sales' files; the others stand in public/_headers. */
import type { Sales } from "../../edge/contract.ts";

/**
 * Only the shop that a sale's file names may show its pages in a frame. A second rule's values would
 * be joined to the first one's, hence the `!`: detach, then set. X-Frame-Options knows no addresses.
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
