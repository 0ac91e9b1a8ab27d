/**
 * The product page, the order pages, a sale's door, its draw and the console have one script each. The bundler would move a
 * module that two of them use into a further file, and so cause a second request; to avoid that, all
 * but one of them get their own copies.
 */

/** The entries that get copies, and what their copies' names end with. */
const ENTRIES = [
  { entry: /\/client\/order\.ts$/, mark: "?order" },
  { entry: /\/client\/door\/door\.ts$/, mark: "?door" },
  { entry: /\/client\/draw\/draw\.ts$/, mark: "?draw" },
  { entry: /\/client\/console\/console\.ts$/, mark: "?console" },
];

interface Resolver {
  resolve(source: string, importer: string, options: object): Promise<{ id: string } | null>;
}

export function ownModules() {
  return {
    name: "doorbuster:own-modules",
    enforce: "pre" as const,
    async resolveId(this: Resolver, source: string, importer: string | undefined) {
      const own = ENTRIES.find(
        ({ entry, mark }) => importer && (entry.test(importer) || importer.endsWith(mark)),
      );
      if (!importer || !own) return undefined;
      const found = await this.resolve(source, importer, { skipSelf: true });
      if (!found || found.id.includes("?")) return found;
      return { ...found, id: found.id + own.mark };
    },
  };
}
