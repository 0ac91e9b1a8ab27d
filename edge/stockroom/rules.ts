/** How units are shared out. Pure. */

/** Enough for a while when there is plenty, one at a time at the tail, where a unit must not lie idle. */
export function batch(left: number, gates: number): number {
  return Math.max(1, Math.ceil(left / (2 * gates)));
}

/** How many units to hand to a gate that was given `given` and wants `wanted` in all. */
export function grant(given: number, wanted: number, left: number): number {
  return Math.max(0, Math.min(wanted - given, left));
}
