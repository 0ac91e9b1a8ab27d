/** Sales' files to be checked: right, but for what a test changes. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A project, or what a test takes for one. */
interface Folder {
  path(...names: string[]): string;
}

const DAY = 86_400_000;
/** Ten o'clock at this offset, so many days from now. */
export const on = (days: number, offset = "Z") =>
  `${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}T10:00:00${offset}`;

const RIGHT: Record<string, string | number | boolean> = {
  title: "Walnut bowl",
  image: "./bowl.webp",
  imageAlt: "A round bowl of dark walnut on a linen cloth",
  price: 19.9,
  currency: "EUR",
  stock: 50,
  startsAt: on(20),
  endsAt: on(21),
  region: "weur",
  shipping: "Free delivery",
  payment: "By invoice",
  seller: "Holz & Söhne, Wien",
  terms: "https://holz.at/terms",
  privacy: "https://holz.at/privacy",
  imprint: "https://holz.at/imprint",
  contact: "mailto:hallo@holz.at",
};

/** Its picture is `bowl.webp` in the copy's folder; a key that is changed to undefined is left out. */
export function writeSale(
  copy: Folder,
  name: string,
  changes: Record<string, unknown> = {},
  body = "A bowl, turned from one piece of walnut.",
): void {
  const folder = copy.path("site/content/sales", name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(copy.path("bowl.webp"), join(folder, "bowl.webp"));
  const keys = Object.entries({ ...RIGHT, ...changes }).filter(([, value]) => value !== undefined);
  const front = keys.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join("\n");
  writeFileSync(join(folder, "index.md"), `---\n${front}\n---\n\n${body}\n`);
}

/** Words that no compression knows, the same in every run. */
export function longText(words: number): string {
  let seed = 7;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed.toString(36);
  };
  return Array.from({ length: words }, next).join(" ");
}
