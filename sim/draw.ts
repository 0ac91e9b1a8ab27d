/** The draw of a simulated sale: its seed, and numbers without the wait that WebCrypto needs. */
import { createHash } from "node:crypto";
import { lateNumber } from "../edge/core.ts";

export interface SimSeed {
  bytes: Buffer;
  commitment: string;
}

export function simSeed(text: string): SimSeed {
  const bytes = createHash("sha256").update(text).digest();
  return { bytes, commitment: createHash("sha256").update(bytes).digest("base64url") };
}

/** As `numberOf` and `lateNumber` have it. `cameAt`, `startsAt`: ms since 1970. */
export function simNumber(
  { bytes }: SimSeed,
  sale: string,
  shopper: string,
  cameAt: number,
  startsAt: number,
): number {
  if (cameAt >= startsAt) return lateNumber(cameAt, startsAt);
  const hash = createHash("sha256").update(bytes).update(`${sale}/${shopper}`).digest();
  return Number(hash.readBigUInt64BE() >> 11n) / 2 ** 53;
}
