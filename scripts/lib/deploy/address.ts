/** Where shoppers find what was deployed. */

/**
 * Out of wrangler's list: "https://name.account.workers.dev", "sale.example.com (custom domain)",
 * "sale.example.com/* (zone name: example.com)". One's own domain first; a pattern that is no
 * single host says nothing.
 */
export function addressOf(targets: string[]): string | undefined {
  const hosts = targets.flatMap((target) => {
    const [first = ""] = target.split(" ");
    const host = first.replace(/^https:\/\//, "").replace(/\/\*?$/, "");
    return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host) ? [host] : [];
  });
  const host = hosts.find((name) => !name.endsWith(".workers.dev")) ?? hosts[0];
  return host === undefined ? undefined : `https://${host}`;
}
