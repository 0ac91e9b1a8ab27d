/** The name of a gate's object. A slug has no slash, so no two sales can share one. */
export function gateName(sale: string, gate: number): string {
  return `${sale}/${gate}`;
}
