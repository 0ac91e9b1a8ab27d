/** The units that no gate has drawn, without storage: answers as the deployed one, and counts. */
import { LEFT_ALONE } from "./pace.ts";
import { ROWS } from "./rows.ts";
import type { Tally, Terms } from "./terms.ts";

export interface Account {
  given: number;
  returned: number;
  sold: number;
}

export interface Reply {
  given: number;
  left: number;
  sold: number;
  soldOut: boolean;
}

/** What the stockroom asks of a gate. */
export interface Gatelike {
  recall(now: number): Account;
  hear(reply: Reply, now: number): Account;
}

export class Stockroom {
  readonly #terms: Terms;
  readonly #tally: Tally;
  readonly #accounts = new Map<number, Account>();
  readonly #recalledAt = new Map<number, number>();
  #gates: readonly Gatelike[] = [];
  #out = 0;
  #sold = 0;

  constructor(terms: Terms, tally: Tally) {
    this.#terms = terms;
    this.#tally = tally;
  }

  connect(gates: readonly Gatelike[]): void {
    this.#gates = gates;
  }

  get left(): number {
    return this.#terms.stock - this.#out;
  }

  report(gate: number, account: Account, wanted: number, now: number): Reply {
    this.#tally.call("report", now);
    const reply = this.#settle(gate, account, wanted);
    if (reply.left === 0 && reply.given > account.given) this.#tellHolders(gate, now);
    const short = wanted > reply.given && reply.given <= account.given;
    if (!short || reply.soldOut) return reply;
    this.#recall(now);
    return this.#settle(gate, account, wanted);
  }

  #settle(gate: number, account: Account, wanted: number): Reply {
    const known = this.#accounts.get(gate);
    const before = known ?? { given: 0, returned: 0, sold: 0 };
    const left = this.left + account.returned - before.returned;
    const given = before.given + Math.max(0, Math.min(wanted - before.given, left));
    const after = { ...account, given };
    if (!known || !same(before, after)) this.#tally.rows(ROWS.account);
    this.#accounts.set(gate, after);
    this.#out += given - before.given - (account.returned - before.returned);
    this.#sold += account.sold - before.sold;
    return this.#reply(gate);
  }

  #reply(gate: number): Reply {
    const soldOut = this.#sold >= this.#terms.stock;
    const given = this.#accounts.get(gate)?.given ?? 0;
    return { given, left: this.left, sold: this.#sold, soldOut };
  }

  #holders(): number[] {
    return [...this.#accounts]
      .map(([gate, { given, returned, sold }]) => ({ gate, held: given - returned - sold }))
      .filter(({ held }) => held > 0)
      .sort((a, b) => b.held - a.held)
      .map(({ gate }) => gate);
  }

  #tellHolders(except: number, now: number): void {
    for (const gate of this.#holders()) {
      if (gate === except) continue;
      this.#tally.call("hear", now, gate);
      this.#take(gate, this.#gates[gate]?.hear(this.#reply(gate), now));
    }
  }

  /** Sixteen at once, as deployed, until something came back. */
  #recall(now: number): void {
    const asked = this.#holders().filter(
      (gate) => now - (this.#recalledAt.get(gate) ?? Number.NEGATIVE_INFINITY) >= LEFT_ALONE,
    );
    for (let i = 0; i < asked.length && this.left === 0; i += AT_ONCE) {
      for (const gate of asked.slice(i, i + AT_ONCE)) {
        this.#recalledAt.set(gate, now);
        this.#tally.call("recall", now, gate);
        this.#take(gate, this.#gates[gate]?.recall(now));
      }
    }
  }

  #take(gate: number, account: Account | undefined): void {
    if (account) this.#settle(gate, account, 0);
  }
}

const AT_ONCE = 16;

function same(a: Account, b: Account): boolean {
  return a.given === b.given && a.returned === b.returned && a.sold === b.sold;
}
