/** How many gates are asked at once: a sale may have a thousand. */
const AT_ONCE = 16;

/** Asks each of these gates, some at a time. Rejects as soon as one does. */
export async function eachGate(
  gates: number[],
  work: (gate: number) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < gates.length; i += AT_ONCE) {
    await Promise.all(gates.slice(i, i + AT_ONCE).map(work));
  }
}
