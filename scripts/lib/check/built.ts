/** What can only be seen in the built pages: their weight, that of their pictures, and dead links. */
import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { heaviness, isHeavy, type Weighed } from "../../../site/build/budget.ts";
import { project } from "../project.ts";
import type { Finding } from "../sale-file/finding.ts";

/** A product page's picture, as a browser gets it. */
const PICTURE = 300_000;

interface Page {
  /** In the site's folder. */
  path: string;
  /** The sale it belongs to, if any. */
  sale?: string;
  html: string;
}

/** Of the pages of `slugs`, and those that belong to no sale. */
export async function builtFindings(
  site: string,
  slugs: string[],
  weighed: Weighed[],
): Promise<Finding[]> {
  const pages = await readPages(site, slugs);
  const weights = pages.flatMap((page) => heavy(page, weighed));
  const pictures = pages.flatMap((page) => heavyPictures(site, page));
  return [...weights, ...heavyHeroes(slugs, weighed), ...pictures, ...deadLinks(site, pages)];
}

async function readPages(site: string, slugs: string[]): Promise<Page[]> {
  const paths = await readdir(site, { recursive: true });
  const wanted = paths.filter((path) => path.endsWith(".html")).sort();
  const pages = wanted.map(async (path): Promise<Page[]> => {
    const sale = /^(?:sales|shell)\/([^/]+?)(?:\.html|\/.*)$/.exec(path)?.[1];
    const isShared = sale === undefined || /^shell\/(?:refusal\/|receipt\.html)/.test(path);
    if (!isShared && !slugs.includes(sale)) return [];
    const html = await readFile(join(site, path), "utf8");
    return [{ path, html, ...(!isShared && { sale }) }];
  });
  return (await Promise.all(pages)).flat();
}

/** The build refuses them. */
function heavy({ path, sale }: Page, weighed: Weighed[]): Finding[] {
  const found = weighed.filter((one) => one.what === path && isHeavy(one));
  return found.map((one) =>
    finding("error", path, sale, {
      text: `too heavy for one round trip: ${heaviness(one)}`,
      todo: one.advice,
    }),
  );
}

/** Heroes and start scripts: weighed under their sale's name. */
function heavyHeroes(slugs: string[], weighed: Weighed[]): Finding[] {
  return slugs.flatMap((slug) => {
    const own = weighed.filter((one) => one.sale === slug && isHeavy(one));
    return own.map((one) =>
      finding("error", `sales/${slug}.html`, slug, {
        text: `too heavy: ${heaviness(one)}`,
        todo: one.advice,
      }),
    );
  });
}

/** The ones that a current browser loads: the first source of a `<picture>`, or a plain `<img>`. */
function heavyPictures(site: string, { path, html, sale }: Page): Finding[] {
  if (path !== `sales/${sale}.html`) return [];
  const heavy = new Map<string, number>();
  for (const url of picturesOf(html)) {
    const size = statSync(join(site, url), { throwIfNoEntry: false })?.size ?? 0;
    if (size > PICTURE) heavy.set(url, size);
  }
  return [...heavy].map(([url, size]) =>
    finding("warning", path, sale, {
      text: `the picture ${url} has ${Math.round(size / 1000)} kB on the page`,
      todo: "take a smaller or calmer one: 300 kB is a second on a phone",
    }),
  );
}

function picturesOf(html: string): string[] {
  const framed = [...html.matchAll(/<picture\b[^>]*>[\s\S]*?<\/picture>/g)].map(([text]) => text);
  const sources = framed.map((text) => /<source\b[^>]*>/.exec(text)?.[0] ?? "");
  const bare = html.replace(/<picture\b[\s\S]*?<\/picture>/g, "").match(/<img\b[^>]*>/g) ?? [];
  return [...sources, ...bare].flatMap((tag) => tag.match(/\/_astro\/[^\s",]+/g) ?? []);
}

/** Links to pages of this site that do not exist; a link on many pages is reported once. */
function deadLinks(site: string, pages: Page[]): Finding[] {
  const told = new Set<string>();
  return pages.flatMap(({ path, html, sale }) =>
    linksIn(html).flatMap((url) => {
      const link = `${sale} ${url}`;
      if (told.has(link) || leadsSomewhere(site, url)) return [];
      told.add(link);
      const text = `pages link to ${url}, and there is no such page`;
      const todo = "fix the link, or add the page (site/pages, or a file in site/public)";
      return [finding("warning", path, sale, { text, todo })];
    }),
  );
}

const linksIn = (html: string) =>
  [...html.matchAll(/\b(?:href|src)="(\/(?!\/)[^"#?]*)/g)].map(([, url]) => url ?? "");

function leadsSomewhere(site: string, url: string): boolean {
  const path = decoded(url).replace(/\/$/, "") || "/index";
  // The Worker answers these.
  if (/^\/(?:start|claim|order|admin|shell)(?:\/|$)/.test(path)) return true;
  return ["", ".html", "/index.html"].some((end) => isFile(join(site, `${path}${end}`)));
}

/** Unchanged if it cannot be decoded: then there is no such page. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

function finding(
  level: Finding["level"],
  path: string,
  sale: string | undefined,
  rest: Pick<Finding, "text" | "todo">,
): Finding {
  const where = relative(project.root, join(project.site, path));
  return { level, ...(sale !== undefined && { sale }), where, ...rest };
}
