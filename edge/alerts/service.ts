import type { Sent } from "../outbox/rules.ts";
import type { Reply } from "../stockroom/messages.ts";
import type { AlertLedger } from "./ledger.ts";
import { message } from "./message.ts";
import { type AlertType, changes, type Facts, type Said } from "./rules.ts";

/** What a sale's alerts have around them. */
export interface AlertsDeps {
  ledger: AlertLedger;
  slug: string;
  /** What its file says; undefined when it is gone. */
  sale(): { title: string; startsAt: number; endsAt: number } | undefined;
  /** Never rejects. */
  send(message: { id: string; body: string }): Promise<Sent>;
  /** Ms since 1970. */
  clock(): number;
  /** In [0, 1). */
  random(): number;
  /** Asks for `work()` at this time (ms since 1970) or earlier. */
  wake(at: number): void;
  /** Lets `work` continue after the response. It never rejects. */
  background(work: Promise<void>): void;
}

/** If this object dies while an alert is on its way, the alarm sends it again after this time. Ms. */
const SAFETY = 15_000;

/**
 * Tells EVENTS_URL what has changed about a sale. Whoever changes something calls `note` with how the
 * sale stands: what has been said already is not said again, so it can be called at any time.
 */
export class AlertsService {
  readonly #deps: AlertsDeps;
  #isSending = false;

  constructor(deps: AlertsDeps) {
    this.#deps = deps;
  }

  /** Compares how the sale stands with what was said last, and queues what is new. */
  note(reply: Pick<Reply, "switch" | "sold" | "soldOut" | "terms">): void {
    const { ledger, sale, clock } = this.#deps;
    const [now, times] = [clock(), sale()];
    const facts: Facts = {
      ...{ switch: reply.switch, sold: reply.sold, soldOut: reply.soldOut, times },
      ...{ stock: reply.terms.stock, failing: ledger.state.failing.length },
    };
    const { said, alerts } = changes(ledger.state.said, facts, now);
    if (!isSame(said, ledger.state.said)) this.#say({ said }, alerts, facts);
    this.#wakeForTimes(now);
  }

  /** A gate's deliveries have been failing for a minute, or no longer do; `note` tells of it. */
  noteDeliveries(gate: number, isFailing: boolean): void {
    const { ledger, clock } = this.#deps;
    const { failing } = ledger.state;
    if (failing.includes(gate) === isFailing) return;
    const others = failing.filter((one) => one !== gate);
    ledger.say({ failing: isFailing ? [...others, gate] : others }, [], clock());
  }

  /** Sends what is due, one alert at a time, in the background. */
  work(): void {
    const { ledger, clock, background } = this.#deps;
    const due = this.#isSending ? undefined : ledger.due(clock());
    if (due) background(this.#send(due));
    this.#wakeForNext();
  }

  #say(change: { said: Said }, types: AlertType[], { sold, stock }: Facts): void {
    const { ledger, slug, clock, sale } = this.#deps;
    const about = { sale: slug, title: sale()?.title ?? slug, at: clock(), sold, stock };
    const first = ledger.state.count + 1;
    const alerts = types.map((type, index) => message(type, first + index, about));
    ledger.say(change, alerts, clock());
    if (alerts.length > 0) this.work();
  }

  async #send(alert: NonNullable<ReturnType<AlertLedger["due"]>>): Promise<void> {
    const { ledger, clock, random, send } = this.#deps;
    this.#isSending = true;
    try {
      ledger.tried(alert, await send(alert), clock(), random());
    } catch (error) {
      // It is still due, and is sent again under the same id.
      console.error("the result of an alert could not be recorded", error);
    } finally {
      this.#isSending = false;
    }
    this.work();
  }

  #wakeForNext(): void {
    const { ledger, clock, wake } = this.#deps;
    const next = ledger.nextDue();
    if (next !== undefined) wake(Math.max(next, this.#isSending ? clock() + SAFETY : clock()));
  }

  /** Start and end come by themselves. */
  #wakeForTimes(now: number): void {
    const times = this.#deps.sale();
    const next = [times?.startsAt, times?.endsAt].find((at) => at !== undefined && at > now);
    if (next !== undefined) this.#deps.wake(next);
  }
}

function isSame(a: Said, b: Said | undefined): boolean {
  return b !== undefined && (Object.keys(a) as (keyof Said)[]).every((name) => a[name] === b[name]);
}
