/** `--zone`, as several commands have it. */
import { UsageError } from "../refusal.ts";
import { findZone } from "./when.ts";

/** Undefined where nothing is said. Throws a UsageError for what is no zone. */
export function readZone(text: string | undefined): string | undefined {
  const zone = text === undefined ? undefined : findZone(text);
  if (text === undefined || zone !== undefined) return zone;
  throw new UsageError(`--zone ${text}: there is no such zone; one is Europe/Berlin`);
}
