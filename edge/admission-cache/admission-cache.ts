/**
 * What this isolate knows of the sales without asking. It only ever saves a question: each gate
 * judges for itself, so a notice that is lost, late or missing makes nothing wrong.
 */
import type { CrowdRefusal, News, Refusals } from "../gate/messages.ts";

interface Notice {
  news: News;
  /** Ms since 1970. */
  until: number;
}

/**
 * How often an isolate asks for news of one sale after an answer, in ms. With what a gate believes
 * (see `replyTtl`), a pause is everywhere within 2 s as long as somebody asks.
 */
export const ASK_EVERY = 1_500;
/** How long after a full ran out a gate is asked with care. Ms. */
const A_MOMENT = 5_000;
/** Shoppers of whom this isolate remembers whether they hold a slot or an order. */
const REMEMBERED = 10_000;

export class AdmissionCache {
  readonly #sales = new Map<string, Notice>();
  readonly #full = new Map<string, number>();
  readonly #askedAt = new Map<string, number>();
  readonly #refusals = new Map<string, Refusals>();
  /** Order tokens whose slots are over, as a gate has said. */
  readonly #over = new Set<string>();
  readonly #holders = new Set<string>();

  learn(sale: string, news: News | undefined, now: number): void {
    if (!news) return;
    this.#sales.set(sale, { news, until: now + news.ttl });
    this.#askedAt.set(sale, now); // whatever brought them, they need not be asked for
  }

  /** What is known for sure at this moment. */
  news(sale: string, now: number): News | undefined {
    const notice = this.#sales.get(sale);
    return notice && notice.until > now ? notice.news : undefined;
  }

  /** What was known last, however old: good enough for a start script, which decides nothing. */
  lastNews(sale: string): News | undefined {
    return this.#sales.get(sale)?.news;
  }

  learnFull(sale: string, gate: number, ttl: number, now: number): void {
    this.#full.set(`${sale}/${gate}`, now + ttl);
  }

  isFull(sale: string, gate: number, now: number): boolean {
    return (this.#full.get(`${sale}/${gate}`) ?? 0) > now;
  }

  /** It was full a moment ago, and nobody has been let in since. */
  wasFull(sale: string, gate: number, now: number): boolean {
    return (this.#full.get(`${sale}/${gate}`) ?? Number.NEGATIVE_INFINITY) > now - A_MOMENT;
  }

  forgetFull(sale: string, gate: number): void {
    this.#full.delete(`${sale}/${gate}`);
  }

  isDue(sale: string, now: number): boolean {
    return now - (this.#askedAt.get(sale) ?? Number.NEGATIVE_INFINITY) >= ASK_EVERY;
  }

  /** True at most once per sale in that time: the caller then asks a gate. */
  mayAsk(sale: string, now: number): boolean {
    if (!this.isDue(sale, now)) return false;
    this.#askedAt.set(sale, now);
    return true;
  }

  count(sale: string, code: CrowdRefusal): void {
    const counts = this.#refusals.get(sale) ?? {};
    counts[code] = (counts[code] ?? 0) + 1;
    this.#refusals.set(sale, counts);
  }

  /** Hands the counts over. Should the question get lost they are lost too: at least, never more. */
  takeCounts(sale: string): Refusals {
    const counts = this.#refusals.get(sale) ?? {};
    this.#refusals.delete(sale);
    return counts;
  }

  /** A browser bears a cookie that says so; this is for apps that keep none. */
  remember(sale: string, shopper: string): void {
    addBounded(this.#holders, `${sale}/${shopper}`);
  }

  /** A gate has refused this shopper, so he holds nothing at this moment. */
  forget(sale: string, shopper: string): void {
    this.#holders.delete(`${sale}/${shopper}`);
  }

  /** An order token whose slot is over for good, without an order. */
  noteOver(token: string): void {
    addBounded(this.#over, token);
  }

  isOver(token: string): boolean {
    return this.#over.has(token);
  }

  remembers(sale: string, shopper: string): boolean {
    return this.#holders.has(`${sale}/${shopper}`);
  }
}

/** The oldest makes place: sets keep the order in which things came. */
function addBounded(set: Set<string>, value: string): void {
  if (set.size >= REMEMBERED) {
    for (const oldest of set) {
      set.delete(oldest);
      break;
    }
  }
  set.add(value);
}
