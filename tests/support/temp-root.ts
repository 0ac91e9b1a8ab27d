/** A project's folder with nothing in it but what a test writes: enough wherever no page is built. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ended, type Given, runCli } from "./cli.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

export class TempRoot {
  readonly root = mkdtempSync(join(tmpdir(), "doorbuster-root-"));

  /** The absolute path of a file in it. */
  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  write(name: string, text = ""): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Of the project itself. */
  copy(name: string): void {
    cpSync(join(PROJECT, name), this.path(name), { recursive: true });
  }

  sale(args: string[], given: Given = {}): Promise<Ended> {
    return runCli(args, { root: this.root, ...given });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
