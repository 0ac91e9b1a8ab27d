import { DurableObject } from "cloudflare:workers";
import type { Bindings } from "../env.ts";
import { RegisterLedger } from "./ledger.ts";
import type { Taken } from "./messages.ts";

/** One object per sale and shard. Knows hashes of contacts, and which shopper has each. */
export class Register extends DurableObject<Bindings> {
  readonly #ledger: RegisterLedger;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    this.#ledger = new RegisterLedger(ctx.storage);
    // An alarm that had failed too often is gone; what it was for is still due.
    this.#wakeToErase();
  }

  take(contact: string, shopper: string, eraseAt: number | undefined): Taken {
    if (this.#ledger.keepUntil(eraseAt)) this.#wakeToErase();
    return this.#ledger.take(contact, shopper);
  }

  free(contact: string, version: number): void {
    this.#ledger.free(contact, version);
  }

  /** The alarm's work, apart from it because `alarm()` cannot be called by RPC. */
  tick(): void {
    this.#ledger.erase(Date.now());
    this.#wakeToErase(); // rung early: the end has been moved since
  }

  override alarm(): void {
    this.tick();
  }

  #wakeToErase(): void {
    const { eraseAt } = this.#ledger;
    if (eraseAt !== undefined) this.ctx.waitUntil(this.ctx.storage.setAlarm(eraseAt));
  }
}
