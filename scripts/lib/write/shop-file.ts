/** The shop's settings, as `new` asks for them the first time and takes them from then on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseDocument } from "yaml";
import { loadShop, readShop, SAMPLE_SHOP, SHOP_FILE, type Shop } from "../../../site/build/shop.ts";
import { project } from "../project.ts";
import { findZone } from "../when.ts";
import type { Draft } from "./questions.ts";

const fileOf = () => join(project.content, SHOP_FILE);
export const shopPath = () => relative(project.root, fileOf());

/** Undefined while nobody has written theirs. Throws a SaleFileError when something in it is wrong. */
export function ownShop(): Shop | undefined {
  const { name } = readShop(project.content, project.root).shop;
  const isOwn = existsSync(fileOf()) && name !== undefined && name !== SAMPLE_SHOP;
  return isOwn ? loadShop(project.content, project.root) : undefined;
}

const KEYS = ["seller", "terms", "privacy", "imprint", "contact"] as const;
const HEAD = `# Your shop, as its pages, tabs and shared links show it, and what every sale takes from here unless its
# own file says otherwise. docs/shop.md explains every key.
`;

/** Comments, and what the answers say nothing of, stay as they are. */
export function writeShop(draft: Draft): void {
  const file = fileOf();
  const before = existsSync(file) ? readFileSync(file, "utf8") : HEAD;
  const doc = parseDocument(before, { version: "1.2", schema: "core" });
  const values = {
    name: draft["shop-name"],
    home: draft.home,
    zone: findZone(draft.zone ?? ""),
    ...Object.fromEntries(KEYS.map((key) => [key, draft[key]])),
  };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) doc.delete(key);
    else doc.set(key, value);
  }
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, doc.toString({ lineWidth: 0 }));
  renameSync(next, file);
}
