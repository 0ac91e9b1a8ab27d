/// <reference types="astro/client" />

declare module "virtual:doorbuster" {
  /** True in dev: facts are written as text. In a build they are marks, stamped at the end. */
  export const live: boolean;
  /** The sales that get pages, including drafts if they were asked for. */
  export const sales: import("../edge/contract.ts").Sales;
  /** By slug: the two times as written in the sale's file. */
  export const offsets: Record<string, { startsAt: string; endsAt: string }>;
  /** The shop's settings. */
  export const brand: import("./build/brand.ts").Brand;
  /** By slug: what the build has decided about each sale's pictures. */
  export const pictures: import("./build/pictures.ts").Pictures;
}
