/** Options that `plan` and `rehearse` share, so that both mean the same crowd. */
import { duration } from "../../edge/contract.ts";
import { UsageError } from "./refusal.ts";

export const MOST_SEED = 2 ** 32 - 1;
/** Ms after the start when everybody is sent home. */
const LONGEST = 75_000;

/** `--for`, in ms. */
export function readFor(value: string | undefined): number {
  const length = value === undefined ? LONGEST : duration(value);
  if (length !== undefined && length >= 1_000 && length <= 3_600_000) return length;
  throw new UsageError(`--for ${value}: it must be a duration from 1s to 1h, like 90s`);
}

/** `--scale`; undefined for what fits. */
export function readScale(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  // Three decimals would be thousands to half of the world.
  if (/^\d+(\.\d{1,2})?$/.test(value) && number >= 1 && number <= 1000) return number;
  throw new UsageError(`--scale ${value}: it must be a number from 1 (real life) to 1000`);
}
