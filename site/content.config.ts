import { defineCollection } from "astro:content";
import type { ImageMetadata } from "astro";
import { glob } from "astro/loaders";
import * as z from "zod/mini";
import { saleSchema } from "../edge/contract.ts";

/**
 * Astro's YAML makes dates of times, and a date has lost its offset. The strict check of the file
 * as it is written has run before (build/sale-files.ts); here a time only has to be a time.
 */
function datesAsText(data: unknown): unknown {
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
      z.transform(datesAsText),
      // Astro's picture is a schema of zod's classic build, which the small one takes as it is.
      saleSchema(image() as unknown as z.ZodMiniType<ImageMetadata>),
    ),
});

export const collections = { sales };
