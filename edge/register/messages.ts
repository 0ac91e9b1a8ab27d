/** What a gate and a register say to each other. */

/** `version` names this taking: only who knows it can free the contact again. */
export type Taken = { ok: true; version: number } | { ok: false };

/** A register, as a gate reaches it. Every call may fail, come late, and be made again. */
export interface RegisterStub {
  /** First come, first served; the same shopper again is served again. `eraseAt`: ms since 1970. */
  take(contact: string, shopper: string, eraseAt: number | undefined): Promise<Taken>;
  free(contact: string, version: number): Promise<void>;
}
