/** A page's title and URL, and the picture that a link to it shows. */
import { brand, live, pictures } from "virtual:doorbuster";
import type { SaleEntry } from "./sales.ts";

export interface SharedPicture {
  src: string;
  width: number;
  height: number;
}

/** Undefined in dev, where no share pictures are drawn. */
export function sharedPicture(slug: string): SharedPicture | undefined {
  const picture = pictures[slug]?.share;
  if (!picture && !live) throw new Error(`no picture has been drawn for ${slug}`);
  return picture;
}

/** A page's title, with the shop's name behind it. */
export const titled = (title: string) =>
  brand.name === undefined ? title : `${title} · ${brand.name}`;

/** The absolute URL of a page; undefined if the site has no address. `path` begins with "/". */
export function wholeUrl(site: URL | undefined, path: string): string | undefined {
  return site && new URL(path, site).href;
}

export const salePath = ({ id }: Pick<SaleEntry, "id">) => `/sales/${id}`;
