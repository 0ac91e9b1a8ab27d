/** What a gate needs to say that its deliveries fail. */
export interface TroubleDeps {
  /** Since when some order has been tried in vain, ms since 1970; undefined if none is. */
  since(): number | undefined;
  /** Ms since 1970. */
  clock(): number;
  /** Asks for `look()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** To the stockroom. May fail: then it is told at the next look. */
  tell(isFailing: boolean): Promise<void>;
}

/** Deliveries that have failed for so long are worth an alert; so often it is looked whether they still do. Ms. */
const A_MINUTE = 60_000;

/** Tells once that deliveries have been failing for a minute, and once that they no longer do. */
export class Trouble {
  readonly #deps: TroubleDeps;
  /** What the stockroom has heard from this instance. */
  #told = false;

  constructor(deps: TroubleDeps) {
    this.#deps = deps;
  }

  /** May come at any time, and as often as it likes. */
  async look(): Promise<void> {
    const { since: asked, clock, wake, tell } = this.#deps;
    const since = asked();
    const isFailing = since !== undefined && clock() - since >= A_MINUTE;
    if (since !== undefined) wake((isFailing ? clock() : since) + A_MINUTE);
    if (isFailing === this.#told) return;
    await tell(isFailing);
    this.#told = isFailing;
  }
}
