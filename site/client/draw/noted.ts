/**
 * The fingerprint as this browser first heard it, before the start. Kept over closed tabs, because it is
 * what a shopper can hold against a shop that changes its seed after it has seen who came.
 */

export interface Noted {
  fingerprint: string;
  /** Ms since 1970, by this browser's clock. */
  at: number;
}

/** The first one stays. Returns what is noted; where storage is blocked, what was just heard. */
export function note(sale: string, fingerprint: string): Noted {
  const before = noted(sale);
  if (before) return before;
  const first = { fingerprint, at: Date.now() };
  try {
    localStorage.setItem(key(sale), JSON.stringify(first));
  } catch {
    // Then this page remembers it as long as it is open.
  }
  return first;
}

export function noted(sale: string): Noted | undefined {
  try {
    return JSON.parse(localStorage.getItem(key(sale)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

const key = (sale: string) => `draw-${sale}`;
