/// <reference types="astro/client" />

declare module "virtual:doorbuster" {
  /** True in `astro dev`: facts are written as text. Else as marks, stamped when the build is done. */
  export const live: boolean;
  /** The sales that get pages; drafts only where they are wanted. */
  export const sales: import("../edge/contract.ts").Sales;
  /** By slug: the two times as the sale's file has them. */
  export const offsets: Record<string, { startsAt: string; endsAt: string }>;
  /** By slug: what the build has found out about each sale's pictures. */
  export const pictures: import("./build/pictures.ts").Pictures;
}
