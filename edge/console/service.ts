import type { ConsoleSale } from "../contract.ts";
import type { OperatorView } from "../stockroom/view.ts";
import type { SessionLedger } from "./ledger.ts";
import type { Session } from "./session.ts";
import { event, Watchers } from "./watchers.ts";

export interface ConsoleDeps {
  ledger: SessionLedger;
  /** Ms since 1970. */
  clock(): number;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
  /** The slugs of all sales that are deployed. */
  sales(): string[];
  /** One survey of a sale; undefined when there is no such sale. */
  survey(sale: string): Promise<OperatorView | undefined>;
  /** One line of the list of all sales; costs one call to an object. */
  glance(sale: string): Promise<ConsoleSale | undefined>;
  /** How many units had been sold at which time, [ms since 1970, sold], from the gates' own orders. */
  past(sale: string): Promise<[number, number][]>;
  /** Lets work go on after the answer. It never rejects. */
  background(work: Promise<void>): void;
}

const SURVEY_EVERY = 1_000;
/** One line of the list is renewed this often; that of a sale that is watched comes of its survey. Ms. */
const GLANCE_EVERY = 10_000;
/** What nobody has asked for in this time is asked for anew. Ms. */
const FORGOTTEN_AFTER = 3_000;
/** Streams at a time. */
const MOST_WATCHERS = 500;
/** Points of a curve that are kept; beyond that every second one is dropped. */
const MOST_POINTS = 600;

interface Watched {
  status?: OperatorView;
  curve: [number, number][];
  at: number;
}

/**
 * Tells all who watch a sale how it stands, once a second, for the price of one survey a second however
 * many they are. Works as long as somebody watches; what it remembers is only there to be told.
 */
export class ConsoleService {
  readonly #deps: ConsoleDeps;
  readonly #ledger: SessionLedger;
  readonly #watchers = new Watchers(MOST_WATCHERS);
  readonly #watched = new Map<string, Watched>();
  readonly #list = new Map<string, ConsoleSale>();
  #glancedAt = 0;
  #isWorking = false;

  constructor(deps: ConsoleDeps) {
    this.#deps = deps;
    this.#ledger = deps.ledger;
  }

  isLive(session: Session): boolean {
    return session.until > this.#deps.clock() && !this.#ledger.isSignedOut(session);
  }

  /** This session, or all of them: an operator's sign-out everywhere ends the viewers' too. */
  signOut(session: Session, everywhere: boolean): void {
    const now = this.#deps.clock();
    if (everywhere) {
      const roles =
        session.role === "operator" ? (["operator", "viewer"] as const) : (["viewer"] as const);
      this.#ledger.signOutAll([...roles], now);
    } else this.#ledger.signOut(session, now);
    this.#watchers.close((one) => this.#ledger.isSignedOut(one));
  }

  /** A stream of events; says why not where there is none. */
  watch(
    sale: string | undefined,
    session: Session,
  ): ReadableStream<Uint8Array> | "unauthorized" | "too_many" {
    if (!this.isLive(session)) return "unauthorized";
    if (this.#watchers.isFull) return "too_many";
    const stream = this.#watchers.add(sale, session, this.#greeting(sale));
    if (!this.#isWorking) this.#deps.background(this.#work());
    return stream;
  }

  #greeting(sale: string | undefined): string {
    const list = this.#list.size > 0 ? this.#listEvent() : "";
    const known = sale === undefined ? undefined : this.#fresh(sale);
    if (!known?.status) return list;
    return `${list}${event("curve", known.curve)}${event("status", this.#aged(known.status))}`;
  }

  /** Until nobody watches any more. It only runs while streams keep this object awake anyway. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      while (!this.#watchers.isEmpty) {
        const began = this.#deps.clock();
        this.#watchers.close((session) => !this.isLive(session));
        await Promise.all([...this.#watchers.sales].map((sale) => this.#survey(sale)));
        await this.#renewList();
        await this.#deps.wait(Math.max(100, began + SURVEY_EVERY - this.#deps.clock()));
      }
    } finally {
      this.#isWorking = false;
    }
  }

  /** What does not answer is not told: a page says itself how old its numbers are. */
  async #survey(sale: string): Promise<void> {
    try {
      const known = this.#fresh(sale);
      const [status, curve] = await Promise.all([
        this.#deps.survey(sale),
        known ? known.curve : this.#deps.past(sale),
      ]);
      if (status === undefined) return;
      this.#watched.set(sale, { status, curve: grown(curve, status), at: this.#deps.clock() });
      if (!known) this.#watchers.send(sale, event("curve", curve));
      this.#watchers.send(sale, event("status", this.#aged(status)));
    } catch (error) {
      console.error("a sale that is watched could not be surveyed", error);
      this.#watchers.send(sale, ": no answer\n\n");
    }
  }

  #fresh(sale: string): Watched | undefined {
    const known = this.#watched.get(sale);
    return known && this.#deps.clock() - known.at < FORGOTTEN_AFTER ? known : undefined;
  }

  /** The list is renewed line by line; a line that nobody knows yet is asked for at once. */
  async #renewList(): Promise<void> {
    const { sales, clock } = this.#deps;
    const [all, before] = [sales(), this.#listEvent()];
    for (const sale of all) this.#renewLine(sale);
    for (const sale of this.#list.keys()) if (!all.includes(sale)) this.#list.delete(sale);
    const unknown = all.filter((sale) => !this.#list.has(sale));
    const isDue = clock() - this.#glancedAt >= GLANCE_EVERY;
    const [oldest] = [...this.#list.keys()].filter((sale) => !this.#fresh(sale));
    if (unknown.length > 0 || isDue) this.#glancedAt = clock();
    const next = oldest !== undefined && isDue ? [oldest] : [];
    for (const sale of unknown.length > 0 ? unknown : next) await this.#glance(sale);
    if (this.#listEvent() !== before) this.#watchers.send(undefined, this.#listEvent());
  }

  /** What a survey has told needs no question. */
  #renewLine(sale: string): void {
    const [line, status] = [this.#list.get(sale), this.#fresh(sale)?.status];
    if (!line || !status) return;
    const { state, stock, sold } = status;
    this.#list.set(sale, { ...line, state, stock, sold });
  }

  async #glance(sale: string): Promise<void> {
    const known = this.#list.get(sale);
    try {
      const line = (await this.#deps.glance(sale)) ?? known;
      this.#list.delete(sale); // so that it counts as the newest
      if (line) this.#list.set(sale, line);
    } catch (error) {
      console.error("a sale of the list did not answer", error);
    }
  }

  #listEvent(): string {
    const lines = [...this.#list.values()].sort((a, b) => a.startsAt - b.startsAt);
    return event("sales", lines);
  }

  /** `now` is our clock when this is sent, so that a page can tell how old the numbers are by its own. */
  #aged(status: OperatorView): OperatorView & { now: number } {
    return { ...status, now: this.#deps.clock() };
  }
}

function grown(curve: [number, number][], { sold, asOf }: OperatorView): [number, number][] {
  const last = curve.at(-1);
  if (last && last[1] === sold) return curve;
  const longer: [number, number][] = [...curve, [Math.max(asOf, last?.[0] ?? 0), sold]];
  return longer.length <= MOST_POINTS ? longer : longer.filter((_, index) => index % 2 === 1);
}
