/** What `counting.js`, the module around the built Worker, has counted. */
import { fileURLToPath } from "node:url";

/** By object (`gate 3`, `stockroom`), then by method. */
export type Calls = Record<string, Record<string, number>>;

export interface Counts {
  hmacs: number;
  /** By sale. */
  sales: Record<string, Calls>;
}

/** To be the main module beside `worker.js`. */
export const COUNTING = fileURLToPath(new URL("./counting.js", import.meta.url));

/** What has been counted since the last time. */
export async function readCounts(port: number): Promise<Counts> {
  const response = await fetch(`http://127.0.0.1:${port}/counts`);
  return (await response.json()) as Counts;
}

export function sum(calls: Calls | undefined): number {
  const methods = Object.values(calls ?? {}).flatMap((object) => Object.values(object));
  return methods.reduce((total, count) => total + count, 0);
}
