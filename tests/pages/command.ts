/**
 * `npm run test:pages -- [--only TEXT] [--lang en] [--all]`: every state in every language on a phone,
 * light, dark and zoomed, and a picture of each; in English on wider windows too, with `--all` in
 * every language.
 */
import { mkdir, rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Language } from "../../edge/contract.ts";
import { project } from "../../scripts/lib/project.ts";
import { tell } from "../../scripts/lib/tell.ts";
import { launch } from "../support/browser.ts";
import { judgeLooks, type Look, withState } from "./look.ts";
import { type Row, writeSheets } from "./sheet.ts";
import { openShop, type Shop } from "./shop.ts";
import type { State } from "./state.ts";
import { states } from "./states.ts";

const LANGUAGES: Language[] = ["en", "zh", "de", "ar"];
const PHONE = [360];
const WIDTHS = [...PHONE, 768, 1440];
/** Pages side by side. */
const HANDS = 3;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    lang: { type: "string" },
    all: { type: "boolean", default: false },
  },
});
const wanted = states.filter(({ name }) => name.includes(values.only));
const languages = LANGUAGES.filter((lang) => values.lang === undefined || values.lang === lang);
const folder = `${project.build}/pages`;

const began = performance.now();
await rm(folder, { recursive: true, force: true });
const browser = await launch();
const shops: Shop[] = [];
const found: string[] = [];
let pictures = 0;
try {
  for (const lang of languages) {
    tell(`${lang}…`);
    const shop = await openShop(lang);
    shops.push(shop);
    await mkdir(`${folder}/${lang}`, { recursive: true });
    await lookAtAll(shop);
  }
} finally {
  await Promise.all([browser.close(), ...shops.map((shop) => shop.stop())]);
}
await writeSheets(folder, columns(), wanted.map(row));
const seconds = Math.round((performance.now() - began) / 1000);
for (const finding of found) process.stdout.write(`${finding}\n`);
process.stdout.write(
  `${found.length} findings in ${pictures} pictures, ${seconds} s; see ${folder}/index.html and sheet.png\n`,
);
process.exitCode = found.length > 0 ? 1 : 0;

async function lookAtAll(shop: Shop): Promise<void> {
  const left = wanted.filter(({ english }) => !english || shop.lang === "en");
  const work = async () => {
    for (let state = left.shift(); state; state = left.shift()) await lookAt(state, shop);
  };
  await Promise.all(Array.from({ length: HANDS }, work));
}

async function lookAt(state: State, shop: Shop): Promise<void> {
  const looks = looksIn(shop.lang);
  const picture = (look: Look) => `${folder}/${path(state.name, shop.lang, look)}`;
  try {
    const wrong = await withState(browser, state, shop, (page) => judgeLooks(page, looks, picture));
    found.push(...wrong.map((one) => `${shop.lang}, ${state.name}, ${one}`));
    pictures += looks.length;
  } catch (error) {
    found.push(`${shop.lang}, ${state.name}, could not be shown: ${(error as Error).message}`);
  }
}

function looksIn(lang: Language): Look[] {
  const widths = lang === "en" || values.all ? WIDTHS : PHONE;
  return widths.flatMap((width) => [
    { width, scheme: "light" as const },
    { width, scheme: "dark" as const },
  ]);
}

function columns(): string[] {
  return languages.flatMap((lang) =>
    looksIn(lang).map(({ width, scheme }) => `${lang} ${width} ${scheme}`),
  );
}

function row({ name }: State): Row {
  return {
    name,
    pictures: languages.flatMap((lang) => looksIn(lang).map((look) => path(name, lang, look))),
  };
}

function path(name: string, lang: Language, { width, scheme }: Look): string {
  return `${lang}/${name.replaceAll(/\W+/g, "-")}-${width}-${scheme}.png`;
}
