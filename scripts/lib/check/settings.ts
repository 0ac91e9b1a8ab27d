/** What the checks of a settings file share. */
import type { Finding } from "../sale-file/finding.ts";
import type { readSettings } from "../secrets.ts";

export type Settings = ReturnType<typeof readSettings>;
/** Makes a finding about the file. */
export type Say = (level: Finding["level"], text: string, todo: string) => Finding;

/** An address that only this machine can reach, so that nobody on the way can read along. */
export function isOnThisMachine(url: URL | null): boolean {
  return url?.protocol === "http:" && /^(?:localhost$|127\.|\[::1\])/.test(url.hostname);
}
