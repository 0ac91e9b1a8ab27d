/**
 * Rows that SQLite writes, and bytes that it keeps, for what the objects do: the figures of
 * `rowsWritten` and `databaseSize` for the deployed tables in workerd, read on 2026-11-22. Index
 * entries count as rows.
 */
export const ROWS = {
  /** A slot granted. */
  grant: 1,
  /** A slot spent, given up or lapsed. */
  free: 1,
  /** An order: its row, the index of shoppers and the index of what is due. */
  order: 3,
  /** A delivery that was tried. */
  delivery: 1,
  /** A gate's units have changed, or the stockroom's account of a gate. */
  account: 1,
  /** Counts of refusals kept: one row for each reason. */
  refusals: 2,
  /** An alarm set. */
  alarm: 1,
  /** A new object's tables, as the platform counts them, about. */
  tables: 10,
} as const;

export const BYTES = {
  /** An order with a name, an e-mail address, a phone number and an address. */
  order: 300,
  /** An object's tables before the first order. */
  tables: 36_864,
} as const;
