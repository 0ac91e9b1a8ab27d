/** Which files a phone loads with a page of this site. */

/** Paths on the same site, each once. */
export interface PageFiles {
  pictures: string[];
  /** Style sheets, scripts, the icon. */
  others: string[];
}

/** A phone of today: 390 px wide, three device pixels for each, and it takes AVIF. */
export const PHONE = { width: 390, density: 3 };
const WANTED = PHONE.width * PHONE.density;

/** `html`: as the build writes it. Pictures further down count too: most scroll. */
export function filesOf(html: string): PageFiles {
  const body = html.replace(/<(template|noscript)\b[\s\S]*?<\/\1>/g, "");
  const pictures: string[] = [];
  const rest = body.replace(/<picture\b[\s\S]*?<\/picture>/g, (picture) => {
    pictures.push(...best(picture));
    return "";
  });
  for (const [image] of rest.matchAll(/<img\b[^>]*>/g)) pictures.push(...chosen(image));
  const others = [...rest.matchAll(/<(?:link|script)\b[^>]*>/g)].flatMap(([tag]) => needed(tag));
  return { pictures: own(pictures), others: own(others) };
}

/** The browser takes the first source that it can show. */
function best(picture: string): string[] {
  const sources = [...picture.matchAll(/<source\b[^>]*>/g)].map(([source]) => source);
  const source = sources.find((one) => attribute(one, "media") === undefined);
  const image = /<img\b[^>]*>/.exec(picture)?.[0];
  return chosen(source ?? image ?? "");
}

/** The smallest of a `srcset` that is large enough; without one, the `src`. */
function chosen(tag: string): string[] {
  const set = attribute(tag, "srcset");
  if (set === undefined) return [attribute(tag, "src")].filter((path) => path !== undefined);
  const candidates = set
    .split(",")
    .map((candidate) => candidate.trim().split(/\s+/))
    .map(([path = "", size = "1x"]) => ({ path, width: widthOf(size) }))
    .sort((a, b) => a.width - b.width);
  const fitting = candidates.find(({ width }) => width >= WANTED) ?? candidates.at(-1);
  return fitting ? [fitting.path] : [];
}

/** `640w` is a width; `2x` a density, for a picture of the phone's own width. */
function widthOf(size: string): number {
  const number = Number.parseFloat(size);
  return size.endsWith("x") ? number * PHONE.width : number;
}

const LOADED = /^(?:stylesheet|icon|preload|modulepreload|manifest)$/;

function needed(tag: string): string[] {
  const rel = attribute(tag, "rel");
  if (tag.startsWith("<link") && !(rel !== undefined && LOADED.test(rel))) return [];
  return [attribute(tag, "src") ?? attribute(tag, "href")].filter((path) => path !== undefined);
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");
}

/** What other sites serve is not ours to count, and `data:` is in the page already. */
function own(paths: string[]): string[] {
  return [...new Set(paths.map((path) => path.replace(/[?#].*$/, "")))].filter((path) =>
    /^\/(?!\/)/.test(path),
  );
}
