/**
 * The sample sale in every other language. Marketers have no use for these among their own sales, so
 * tests serve them from a copy of the project that is kept, and built once for all who ask.
 */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../../edge/contract.ts";
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
  const { status, stderr } = await copy.sale(["build"]);
  if (status !== 0) throw new Error(`the samples cannot be built:\n${stderr}`);
  writeFileSync(join(root, MADE), "");
}
