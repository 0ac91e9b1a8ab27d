/**
 * The product page and the pages of an order have a script each. A module that both use would become
 * a file of its own, and a second request; so one of the two gets copies of whatever it uses.
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
