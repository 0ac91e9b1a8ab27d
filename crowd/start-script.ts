import type { StartMessage } from "../edge/contract.ts";

/** What a start script says; undefined for anything that is not one. */
export function readStart(script: string): StartMessage | undefined {
  const json = /^saleStart\((\{.*\})\);\s*$/s.exec(script)?.[1];
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as StartMessage;
  } catch {
    return undefined;
  }
}
