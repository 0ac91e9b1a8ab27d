/** What happens when a file under the sales' folder was edited: everybody who shows it is told. */
import { once } from "node:events";
import { mkdirSync, watch } from "node:fs";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Sales } from "../../../edge/contract.ts";
import { SaleFileError } from "../../../site/build/sale-file-error.ts";
import type { SaleFile } from "../../../site/build/sale-files.ts";
import { loadBuildable } from "../check/buildable.ts";
import { project } from "../project.ts";
import { report, tell } from "../report.ts";
import type { LiveSales } from "./sales.ts";

export interface Followers {
  sales: LiveSales;
  /** The Worker. */
  serve: (sales: Sales) => Promise<unknown>;
  reload: () => Promise<void>;
  showError: (message: string) => void;
}

/** An editor writes a file in several steps. Milliseconds. */
const SETTLED = 60;
/** Not what an editor keeps beside it. */
const SEEN = /\.(?:md|jpe?g|png|webp|avif|tiff?|gif|svg)$/i;

/** Returns what takes the paths of changed files. */
export function follow(followers: Followers): (path: string) => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  return (path) => {
    if (!SEEN.test(path)) return;
    changed.add(relative(project.root, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed].sort();
      changed.clear();
      turn = turn.then(() => take(paths, followers)).catch((error) => void report(error));
    }, SETTLED);
  };
}

/** What was told last, and is not told twice. */
let told: string | undefined;

/** Resolves once pages and Worker say what the files say, or once it is shown why they cannot. */
async function take(paths: string[], followers: Followers): Promise<void> {
  const { sales, serve, reload, showError } = followers;
  try {
    const { isNews, frozen } = sales.read(await loadBuildable());
    // From here on a request to the Worker waits until it has booted, so pages may reload meanwhile.
    const served = isNews ? serve({ ...sales.live.sales }) : undefined;
    await Promise.all([served, reload()]);
    told = undefined;
    tell(`${paths.join(", ")}: pages reload${isNews ? ", the Worker knows it" : ""}`);
    for (const change of frozen) tell(`${change}, unless a shopper has come: then start dev anew`);
  } catch (error) {
    if (!(error instanceof SaleFileError)) throw error;
    showError(error.message);
    if (told === error.message) return;
    told = error.message;
    report(error);
    tell("pages stay as they were until it is mended");
  }
}

/** The sales' files, once they are right: whoever wants to edit them may begin with a wrong one. */
export async function readWhenRight(): Promise<SaleFile[]> {
  mkdirSync(project.sales, { recursive: true });
  const watcher = watch(project.sales, { recursive: true });
  try {
    for (;;) {
      // Heard from before the files are read, so that no change is missed.
      const changed = once(watcher, "change");
      const files = await readOrTell();
      if (files) return files;
      await changed;
      await sleep(SETTLED);
    }
  } finally {
    watcher.close();
  }
}

async function readOrTell(): Promise<SaleFile[] | undefined> {
  try {
    return await loadBuildable();
  } catch (error) {
    if (!(error instanceof SaleFileError)) throw error;
    report(error);
    tell("waiting until it is mended");
    return undefined;
  }
}
