import type { ContactField } from "../contract.ts";
import type { Contact } from "./contacts.ts";
import type { RegisterStub } from "./messages.ts";

/** A contact that was taken for an order, so that it can be freed if there is to be none. */
export interface Held {
  hash: string;
  version: number;
}

export interface RegisterDeps {
  /** The object that knows the contacts of one shard, 0 to 15. */
  register(sale: string, shard: number): RegisterStub;
}

/** How many objects share the contacts of a sale. */
const SHARDS = 16;

/** The name of a register's object. A slug has no slash, so no two sales can share one. */
export function registerName(sale: string, shard: number): string {
  return `${sale}/${shard}`;
}

/** All contacts of one order are taken, or none is. */
export class RegisterService {
  readonly #deps: RegisterDeps;

  constructor(deps: RegisterDeps) {
    this.#deps = deps;
  }

  /**
   * One after the other, in an order that is the same for everybody: of two who share two contacts,
   * one gets both. Throws when a register cannot be reached; then nothing is held on purpose.
   */
  async take(
    sale: string,
    shopper: string,
    contacts: Contact[],
    eraseAt: number | undefined,
  ): Promise<{ ok: true; held: Held[] } | { ok: false; field: ContactField }> {
    const held: Held[] = [];
    try {
      for (const { field, hash } of contacts.toSorted(byHash)) {
        const taken = await this.#shard(sale, hash).take(hash, shopper, eraseAt);
        if (!taken.ok) {
          await this.free(sale, held);
          return { ok: false, field };
        }
        held.push({ hash, version: taken.version });
      }
    } catch (error) {
      await this.free(sale, held);
      throw error;
    }
    return { ok: true, held };
  }

  /** Never rejects: what stays taken can still be used by the shopper for whom it was. */
  async free(sale: string, held: Held[]): Promise<void> {
    const freed = await Promise.allSettled(
      held.map(({ hash, version }) => this.#shard(sale, hash).free(hash, version)),
    );
    for (const { status } of freed) {
      if (status === "rejected") console.error("a contact could not be freed");
    }
  }

  #shard(sale: string, hash: string): RegisterStub {
    return this.#deps.register(sale, Number.parseInt(hash.slice(0, 1), SHARDS));
  }
}

const byHash = (a: Contact, b: Contact) => (a.hash < b.hash ? -1 : 1);
