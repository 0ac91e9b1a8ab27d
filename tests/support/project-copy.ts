/** A copy of the project, so that a test can make sales and deploy them and leave this one alone. */
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { inTime, PATIENCE } from "./patience.ts";
import { spawnGroup } from "./process-group.ts";
import type { Ended } from "./serve.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What the command line and the build need, and what was built: only what a test changes is built again. */
const NEEDED = [
  ...["site", "edge", "scripts", "crowd", "sim", "docs", "dist", "build"],
  ...["package.json", "package-lock.json", "tsconfig.json", "astro.config.mjs", "wrangler.toml"],
];

/** Of what was built: not pictures, reports and halves. */
const LEFT = /\/build\/(?:pages|rehearsals|dev|new-)/;

export class ProjectCopy {
  readonly root: string;

  /** `root`: a folder that is not there yet; default: a temporary one. */
  constructor(root = mkdtempSync(join(tmpdir(), "doorbuster-copy-"))) {
    this.root = root;
    for (const path of NEEDED) {
      if (existsSync(join(ROOT, path))) {
        const filter = (from: string) => !LEFT.test(from.slice(ROOT.length - 1));
        cpSync(join(ROOT, path), this.path(path), { recursive: true, filter });
      }
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** The absolute path of a file in it. */
  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  /** `npm run sale -- <args>` as a process, without npm and without a terminal. */
  async sale(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const line = [process.execPath, "scripts/sale.ts", ...args];
    const command = spawnGroup(line, { cwd: this.root, env });
    const all = [text(command.stdout), text(command.stderr), once(command, "close")] as const;
    const what = `the end of ${args.join(" ")}`;
    const [stdout, stderr, [status]] = await inTime(Promise.all(all), what, 5 * PATIENCE);
    return { status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
