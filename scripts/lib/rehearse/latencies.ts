import type { Latency } from "./messages.ts";

/** Of times in ms, in any order. */
export function latencyOf(times: number[]): Latency {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? undefined : Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}
