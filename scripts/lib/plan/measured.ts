/**
 * What single answers cost, measured on the sample sale: bytes with their headers (curl, 2026-11-22),
 * and CPU as workerd spends it (`bench/results.md`, 2026-11-22: one core of an AMD EPYC; the platform's
 * may differ).
 */
import type { Request } from "./model/log.ts";

/** Bytes of an answer of the Worker, its headers included; forms and receipts are weighed as built. */
export const ANSWER_BYTES = {
  start: 520,
  /** A claim that was refused, and one that was granted. */
  refused: 230,
  granted: 660,
  /** A redirect with the cookie of the order. */
  order: 730,
  /** The headers of a page. */
  headers: 340,
} as const;

/** A page that is still the same: headers without a body. */
export const NOT_MODIFIED_BYTES = 250;

/** CPU in microseconds, of Worker and objects together. */
export const CPU: Record<Exclude<Request, "page" | "ended">, number> = {
  start: 125,
  /** Refused by what the isolate knows; each call to a gate comes on top. */
  claim: 128,
  form: 500,
  order: 750,
  receipt: 500,
  bot: 128,
};
/** One call to an object: a claim that a gate refuses costs so much more than one that needs none. */
export const CPU_OF_A_CALL = 195;
