/**
 * The sample sale in every other language. Marketers have no use for these among their own sales, so
 * tests serve them from a copy of the project that is kept, and built once for all who ask.
 */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LANGUAGES, type Language } from "../../edge/contract.ts";
import { fingerprint } from "../../scripts/lib/build/build.ts";
import { lock } from "../../scripts/lib/lock.ts";
import { project } from "../../scripts/lib/project.ts";
import { LONG_PATIENCE } from "./patience.ts";
import { ProjectCopy } from "./project-copy.ts";

const FILES = fileURLToPath(new URL("samples/", import.meta.url));
/** Its presence says that the copy is whole. */
const MADE = "made";
const SALES = "site/content/sales";

export const sampleIn = (lang: Language) => (lang === "en" ? "aurora-lamp" : `aurora-lamp-${lang}`);

/** The same as a draw. */
export const drawIn = (lang: Language) => `lamp-draw-${lang.toLowerCase()}`;

/** The same behind a door. */
export const doorIn = (lang: Language, door: string) => `lamp-${door}-${lang.toLowerCase()}`;

const DOORS = ["work", "turnstile", "members", "invites"];

/**
 * The root of the copy, built. Not within this project, whose build's folder could not be copied then;
 * another one for whatever has changed, since somebody may still use the one before.
 */
export async function samplesRoot(): Promise<string> {
  const inputs = ["site", "edge", "scripts", ...project.siteInputs, "tests/support/samples"];
  const wanted = await fingerprint(project.root, inputs, project.root);
  const root = join(tmpdir(), `doorbuster-samples-${wanted.slice(0, 12)}`);
  const release = await lock(
    `${root}.lock`,
    LONG_PATIENCE,
    (pid) => `process ${pid} makes the samples`,
  );
  try {
    if (!existsSync(join(root, MADE))) await make(root);
    return root;
  } finally {
    release();
  }
}

async function make(root: string): Promise<void> {
  rmSync(root, { recursive: true, force: true });
  const copy = new ProjectCopy(root);
  cpSync(FILES, copy.path(SALES), { recursive: true });
  for (const lang of LANGUAGES) {
    makeSample(copy.path(SALES), drawIn(lang), lang, "admission: draw");
    for (const door of DOORS) {
      makeSample(
        copy.path(SALES),
        doorIn(lang, door),
        lang,
        `door: ${door}\nshop: https://shop.example`,
      );
    }
  }
  const { status, stderr } = await copy.sale(["build"]);
  if (status !== 0) throw new Error(`the samples cannot be built:\n${stderr}`);
  writeFileSync(join(root, MADE), "");
}

/** `front`: further lines of its frontmatter. */
function makeSample(sales: string, slug: string, lang: Language, front: string): void {
  const english = lang.startsWith("en");
  const from = english ? "aurora-lamp/index.md" : `${sampleIn(lang)}.md`;
  const text = readFileSync(join(sales, from), "utf8")
    .replace(/^shop:.*\n/m, "")
    .replace("---\n", `---\n${front}\n`)
    .replaceAll(/\.\/(?:aurora-lamp\/)?(?=aurora-\w+\.webp)/g, "./aurora-lamp/")
    .replace(/^lang: .*$/m, `lang: ${lang}`);
  // With less to read than the sample, which fills its first round trip almost to the last byte.
  const [head = "", about = ""] = text.split("\n---\n\n");
  const file = `${head}\n---\n\n${about.split("\n\n")[0]}\n`;
  writeFileSync(join(sales, `${slug}.md`), file);
}
