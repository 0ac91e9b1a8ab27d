/** What a start script says. */
import type { StartMessage } from "../../edge/contract.ts";

/** Undefined for what is no start script. */
export function readStart(script: string): StartMessage | undefined {
  const said = /^saleStart\((\{.*\})\);\s*$/s.exec(script)?.[1];
  if (said === undefined) return undefined;
  try {
    return JSON.parse(said) as StartMessage;
  } catch {
    return undefined;
  }
}
