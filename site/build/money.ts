/** Amounts, with no more decimals than their currency has. */

/** As many as `Intl` shows: 2 for EUR, 0 for JPY, 3 for KWD. `currency` is an ISO 4217 code. */
export function decimalsOf(currency: string): number {
  const style = { style: "currency", currency } as const;
  return new Intl.NumberFormat("en", style).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "must …" if digits as they are written have more decimals than the currency; "19.90" has two. */
export function decimalsProblem(written: string, currency: string): string | undefined {
  const most = decimalsOf(currency);
  const decimals = /\.(\d+)$/.exec(written)?.[1]?.length ?? 0;
  if (decimals <= most) return undefined;
  const allowed = most === 0 ? "no decimals" : most === 1 ? "1 decimal" : `${most} decimals`;
  return `must have ${most === 0 ? "" : "at most "}${allowed}, as ${currency} has`;
}
