import { defineCollection } from "astro:content";
import type { ImageMetadata } from "astro";
import { glob } from "astro/loaders";
import * as z from "zod/mini";
import { saleSchema } from "../edge/contract.ts";
import { loadShop, withShop } from "./build/shop.ts";

/**
 * Astro's YAML parser turns times into dates, which have no offset. build/sale-files.ts has already
 * checked the file as written, so here it is enough that a time is valid.
 */
function datesAsText(data: unknown): Record<string, unknown> {
  const pairs = Object.entries(data as Record<string, unknown>);
  return Object.fromEntries(
    pairs.map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  );
}

const sales = defineCollection({
  loader: glob({
    base: "./site/content/sales",
    pattern: ["*.md", "*/index.md"],
    generateId: ({ entry }) => entry.replace(/(?:\/index)?\.md$/, ""),
  }),
  schema: ({ image }) =>
    z.pipe(
      z.transform((data) => withShop(datesAsText(data), loadShop("site/content"))),
      // Astro's image schema comes from zod's classic build; zod/mini accepts it at run time.
      saleSchema(image() as unknown as z.ZodMiniType<ImageMetadata>),
    ),
});

export const collections = { sales };
