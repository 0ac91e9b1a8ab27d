/**
 * Hands the sales to Astro as `sale-files.ts` has read them. Astro's own reader would take another set
 * of files, and another YAML: in it a title of "2026-12-12" is a date.
 */
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Loader, LoaderContext } from "astro/loaders";
import { readSaleFiles, type SaleFile } from "./sale-files.ts";
import { SHOP_FILE } from "./shop.ts";

/** `folder`: from the project's root. */
export function salesLoader(folder: string): Loader {
  return {
    name: "doorbuster:sales",
    load: async (context) => {
      const directory = fileURLToPath(new URL(folder, context.config.root));
      await load(context, directory);
      const { watcher } = context;
      // The shop's settings are every sale's too.
      const shop = join(dirname(directory), SHOP_FILE);
      watcher?.add([directory, shop]);
      // Whatever happened to one file may have to do with another: a name that is free again.
      watcher?.on("all", (_event, path) => {
        if (path.startsWith(directory) || path === shop)
          load(context, directory).catch((error) => tell(context, error));
      });
    },
  };
}

/** A file that is being edited and not right just now stays as it was. */
async function load(context: LoaderContext, directory: string): Promise<void> {
  const { store } = context;
  const { files, problems } = await readSaleFiles(directory, directory);
  const broken = new Set(problems.map(({ path }) => slugOf(path)));
  for (const id of store.keys()) {
    if (!broken.has(id) && !files.some(({ slug }) => slug === id)) store.delete(id);
  }
  for (const file of files) if (!broken.has(file.slug)) await set(context, file);
}

const tell = ({ logger }: LoaderContext, error: Error) =>
  logger.error(`a sale cannot be shown: ${error.message}`);

const slugOf = (path: string) => path.split(sep)[0]?.replace(/\.md$/, "") ?? "";

async function set(context: LoaderContext, { slug, content }: SaleFile): Promise<void> {
  const { store, config, parseData, renderMarkdown, generateDigest } = context;
  const { file, data, body } = content;
  const digest = generateDigest(JSON.stringify([data, body]));
  if (store.get(slug)?.digest === digest) return;
  const parsed = await parseData({ id: slug, data: { ...data }, filePath: file });
  // Without an empty frontmatter, one that is a part of the text would be taken for the page's.
  const options = { fileURL: pathToFileURL(file) };
  const rendered = await renderMarkdown(`---\n---\n${body}`, options);
  const filePath = relative(fileURLToPath(config.root), file).split(sep).join("/");
  const assetImports = rendered.metadata?.imagePaths as string[] | undefined;
  store.set({
    ...{ id: slug, data: parsed, body, filePath, digest, rendered },
    ...(assetImports && { assetImports }),
  });
}
