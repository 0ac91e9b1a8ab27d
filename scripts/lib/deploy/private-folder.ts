/** A folder that only this user can read, and that is gone afterwards, also after Ctrl-C. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { undoing } from "./undo.ts";

export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return undoing(remove, async () => {
    try {
      return await use(folder);
    } finally {
      remove();
    }
  });
}
