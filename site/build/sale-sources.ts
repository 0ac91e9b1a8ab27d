/** Which files are sales, among all that lies in the sales' folder. */
import { readdirSync, type Stats, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { SaleProblem } from "./sale-file-error.ts";

export interface Source {
  slug: string;
  /** The path that is read. */
  file: string;
  /** As people are told of it. */
  path: string;
}

export interface Sources {
  sources: Source[];
  /** Files that were surely meant as sales, and cannot be taken for them. */
  problems: SaleProblem[];
  /** Sentences about files that are left out, for whoever wonders. */
  leftOut: string[];
}

/** What systems put beside everything; nobody wonders about it. */
const LITTER =
  /^(?:\.DS_Store|\._.*|\.directory|\.git(?:keep|ignore|attributes)|Thumbs\.db|desktop\.ini)$/i;
/** Locks, copies and halves of editors, browsers and patches. */
const EDITORS = /^\.|^#.*#$|~$|\.(?:sw[a-p]|tmp|bak|orig|rej|part|crdownload)$/i;
const PICTURE = /\.(?:jpe?g|png|webp|avif|tiff?|gif|svg|heic)$/i;
const SALE = /\.md$/;
/** Windows hides a second ending, so that lamp.md.txt looks like lamp.md. */
const NEARLY = /\.(?:md|markdown|mdown|mkd|mdx)(?:\.txt)?$/i;

/** Sales are `<sale>.md` and `<sale>/index.md`. Paths are told relative to `from`. */
export function findSources(directory: string, from: string): Sources {
  const found: Sources = { sources: [], problems: [], leftOut: [] };
  for (const name of namesIn(directory)) {
    if (LITTER.test(name)) continue;
    const file = join(directory, name);
    if (EDITORS.test(name)) leaveOut(found, relative(from, file), EDITORS_WORD);
    else if (look(file)?.isDirectory()) folder(found, { name, file, from });
    else single(found, { name, file, from });
  }
  return found;
}

const EDITORS_WORD = "the name is one of an editor's or the system's own files";

/** Sorted, so that every machine tells the same. Without sales the folder may be missing. */
function namesIn(directory: string): string[] {
  if (!look(directory)?.isDirectory()) return [];
  return readdirSync(directory).sort();
}

/** Follows links; undefined for one that leads nowhere. */
function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

interface Entry {
  name: string;
  file: string;
  from: string;
}

function leaveOut({ leftOut }: Sources, path: string, why: string): void {
  leftOut.push(`${path} is left out: ${why}`);
}

function refuse({ problems }: Sources, path: string, text: string): void {
  problems.push({ path, text });
}

function single(found: Sources, { name, file, from }: Entry): void {
  const path = relative(from, file);
  if (SALE.test(name)) take(found, { slug: name.replace(SALE, ""), file, path });
  else if (NEARLY.test(name)) refuse(found, path, nearly(name, name.replace(NEARLY, ".md")));
  else if (!PICTURE.test(name)) leaveOut(found, path, "a sale's file ends in .md");
}

/** A pipe or a device would be read for ever. */
function take(found: Sources, source: Source): void {
  const stats = look(source.file);
  if (!stats) refuse(found, source.path, "cannot be reached; is it a link to a file that is gone?");
  else if (!stats.isFile()) refuse(found, source.path, "is not a file; a sale's file is one");
  else found.sources.push(source);
}

const nearly = (name: string, right: string) =>
  `would be a sale's file if it were called ${right.toLowerCase()}, not ${name}; rename it`;

function folder(found: Sources, { name, file, from }: Entry): void {
  const names = namesIn(file).filter((one) => !LITTER.test(one) && !EDITORS.test(one));
  const path = (inside: string) => relative(from, join(file, inside));
  const others = names.filter((one) => NEARLY.test(one) && one !== "index.md");
  if (names.includes("index.md")) {
    take(found, { slug: name, file: join(file, "index.md"), path: path("index.md") });
    for (const one of others) leaveOut(found, path(one), "the sale of this folder is index.md");
    return;
  }
  for (const one of others) refuse(found, path(one), nearly(one, "index.md"));
  for (const one of names.filter((inside) => namesIn(join(file, inside)).includes("index.md"))) {
    refuse(
      found,
      path(join(one, "index.md")),
      `is a sale in a folder of folders; move the folder ${one} beside ${name}`,
    );
  }
}
