import type { RefusalBody } from "../contract.ts";
import { MissingSecret } from "../tokens/keys.ts";

/** A bug, or a deployment without its secrets. The log names no URL: a path may bear a token. */
export function unforeseen(
  error: unknown,
  { method, url }: Request,
): RefusalBody & { missing?: string } {
  const area = new URL(url).pathname.split("/")[1];
  console.error(`${method} /${area}: ${error instanceof Error ? error.stack : error}`);
  const missing = error instanceof MissingSecret ? { missing: error.secret } : {};
  return { code: "internal", ...missing };
}
