/** URLs that got around: what a forger can lay hands on. */
interface Leaked {
  url: string;
  owner: number;
}

/** The last ones will do. */
const KEPT = 64;

export class Leaks {
  readonly #claims: Leaked[] = [];
  readonly #orders: Leaked[] = [];
  readonly #left: { url: string; until: number }[] = [];

  claim(url: string, owner: number): void {
    keep(this.#claims, { url, owner });
  }

  order(url: string, owner: number): void {
    keep(this.#orders, { url, owner });
  }

  /** Nobody will fill in this form any more; its slot lapses then. */
  leave(url: string, until: number): void {
    keep(this.#left, { url, until });
  }

  claimOfAnother(than: number): string | undefined {
    return this.#claims.find(({ owner }) => owner !== than)?.url;
  }

  orderOfAnother(than: number): string | undefined {
    return this.#orders.find(({ owner }) => owner !== than)?.url;
  }

  /** The order URL of a slot that has lapsed for sure. */
  lapsed(now: number): string | undefined {
    return this.#left.find(({ until }) => until + 100 < now)?.url;
  }
}

function keep<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > KEPT) list.shift();
}
