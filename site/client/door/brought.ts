/** What a link brings along behind its `#`, where no server and no log can see it. */
import type { Proofs } from "../../../edge/contract.ts";
import { keep, kept } from "./kept.ts";

const LINK = /^#(member|invite)=(.+)$/;

/**
 * The proof of a link like `#member=…` or `#invite=…`, taken out of the address bar and the history at
 * once. It is kept for a reload until `forgetBrought`.
 */
export function brought(sale: string): Proofs | undefined {
  const [, kind, value = ""] = LINK.exec(location.hash) ?? [];
  if (kind === undefined) return kept<Proofs>(`proof-${sale}`);
  history.replaceState(history.state, "", location.pathname + location.search);
  const proofs: Proofs = { [kind]: decoded(value) };
  keep(`proof-${sale}`, proofs);
  return proofs;
}

export function forgetBrought(sale: string): void {
  keep(`proof-${sale}`, undefined);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
