/**
 * The product page and the order pages have one script each. The bundler would move a module that both
 * use into a third file, and so cause a second request; to avoid that, one of the two gets its own
 * copies.
 */

/** The entry that gets the copies. */
const ENTRY = /\/client\/order\.ts$/;
const MARK = "?own";

interface Resolver {
  resolve(source: string, importer: string, options: object): Promise<{ id: string } | null>;
}

export function ownModules() {
  return {
    name: "doorbuster:own-modules",
    enforce: "pre" as const,
    async resolveId(this: Resolver, source: string, importer: string | undefined) {
      if (!importer || !(ENTRY.test(importer) || importer.endsWith(MARK))) return undefined;
      const found = await this.resolve(source, importer, { skipSelf: true });
      if (!found || found.id.includes("?")) return found;
      return { ...found, id: found.id + MARK };
    },
  };
}
