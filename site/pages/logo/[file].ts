/** The shop's logo, for light pages and for dark ones. */
import { readFile } from "node:fs/promises";
import { brand } from "virtual:doorbuster";
import type { APIRoute } from "astro";

export const getStaticPaths = () =>
  [brand.logo, brand.logoOnDark]
    .filter((picture) => picture !== undefined)
    .map(({ src, file }) => ({
      params: { file: src.replace(/^\/logo\//, "") },
      props: { path: file },
    }));

const TYPES: Record<string, string> = { svg: "svg+xml", jpg: "jpeg" };

export const GET: APIRoute = async ({ props }) => {
  const path = String(props.path);
  const ending = path.slice(path.lastIndexOf(".") + 1);
  const content = new Uint8Array(await readFile(path));
  return new Response(content, { headers: { "Content-Type": `image/${TYPES[ending] ?? ending}` } });
};
