import { defineCollection } from "astro:content";
import type { ImageMetadata } from "astro";
import type * as z from "zod/mini";
import { saleSchema } from "../edge/contract.ts";
import { salesLoader } from "./build/sales-loader.ts";

const sales = defineCollection({
  loader: salesLoader("./site/content/sales/"),
  // Astro's image schema comes from zod's classic build; zod/mini accepts it at run time.
  schema: ({ image }) => saleSchema(image() as unknown as z.ZodMiniType<ImageMetadata>),
});

export const collections = { sales };
