/**
 * The sample sale in every other language. Marketers have no use for these among their own sales, so
 * tests serve them from a copy of the project that is kept, and built once for all who ask.
 */
import { hash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../../edge/contract.ts";
import { fingerprint } from "../../scripts/lib/fingerprint.ts";
import { lock } from "../../scripts/lib/lock.ts";
import { project } from "../../scripts/lib/project.ts";
import { ProjectCopy } from "./project-copy.ts";

const FILES = fileURLToPath(new URL("samples/", import.meta.url));
const SALES = "site/content/sales";
/** One for each checkout; within it, the build's folder cannot be copied. */
const root = join(tmpdir(), `doorbuster-samples-${hash("sha256", project.root).slice(0, 12)}`);
const PATIENCE = 300_000;

export const sampleIn = (lang: Language) => (lang === "en" ? "aurora-lamp" : `aurora-lamp-${lang}`);

/** The root of the copy, built. */
export async function samplesRoot(): Promise<string> {
  const release = await lock(`${root}.lock`, PATIENCE, (pid) => `process ${pid} makes the samples`);
  try {
    const inputs = ["site", "edge", "scripts", ...project.siteInputs, "tests/support/samples"];
    const wanted = await fingerprint(project.root, inputs, {});
    if (kept() !== wanted) await make(wanted);
    return root;
  } finally {
    release();
  }
}

const kept = () => {
  try {
    return readFileSync(join(root, "made-of"), "utf8");
  } catch {
    return undefined;
  }
};

async function make(wanted: string): Promise<void> {
  rmSync(root, { recursive: true, force: true });
  const copy = new ProjectCopy(root);
  cpSync(FILES, copy.path(SALES), { recursive: true });
  const { status, stderr } = await copy.sale(["build"]);
  if (status !== 0) throw new Error(`the samples cannot be built:\n${stderr}`);
  writeFileSync(join(root, "made-of"), wanted);
}
