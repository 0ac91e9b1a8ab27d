/** What a page is called by, and what a link to it shows. */
import { live, pictures } from "virtual:doorbuster";
import type { SaleEntry } from "./sales.ts";

export interface SharedPicture {
  src: string;
  width: number;
  height: number;
}

/** Undefined in dev, where none is drawn. */
export function sharedPicture(slug: string): SharedPicture | undefined {
  const picture = pictures[slug]?.share;
  if (!picture && !live) throw new Error(`no picture has been drawn for ${slug}`);
  return picture;
}

/** The whole URL of a page; undefined while the site has no address. `path` begins with "/". */
export function wholeUrl(site: URL | undefined, path: string): string | undefined {
  return site && new URL(path, site).href;
}

export const salePath = ({ id }: Pick<SaleEntry, "id">) => `/sales/${id}`;
