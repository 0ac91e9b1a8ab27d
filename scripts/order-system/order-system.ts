/** What happens to a delivery, given how the order system is told to behave. */

import type { IncomingHttpHeaders } from "node:http";
import { Webhook } from "standardwebhooks";
import * as z from "zod/mini";
import { type Change, reportChange } from "./payments.ts";
import type { Counts, OrderData, OrderStore } from "./store.ts";

export type Reply =
  | { kind: "answer"; status: number; retryAfter?: number | undefined; payAt?: string | undefined }
  | { kind: "cut" }
  | { kind: "silence" };

export interface Stats extends Counts {
  /** Everything that came to the endpoint, by what was answered: a status, "cut", "silence". */
  deliveries: number;
  answers: Record<string, number>;
}

interface Parts {
  secret: string;
  /** Where this order system is reached, once it listens. */
  origin: () => string;
  store: OrderStore;
  random: () => number;
  /** Until so many milliseconds have passed, or the signal is aborted. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const STATUS = { order: 204, change: 204, other: 204, forged: 401, malformed: 400 } as const;

export class OrderSystem {
  readonly store: OrderStore;
  readonly #parts: Parts;
  readonly #stopped = new AbortController();
  readonly #answers: Record<string, number> = {};
  #behaviour: Behaviour = behaviourSchema.parse({});

  constructor(parts: Parts) {
    this.store = parts.store;
    this.#parts = parts;
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  /** Throws a ZodError at what is not right. */
  behave(behaviour: BehaviourInput): void {
    this.#behaviour = behaviourSchema.parse(behaviour);
  }

  stop(): void {
    this.#stopped.abort();
  }

  stats(): Stats {
    const deliveries = Object.values(this.#answers).reduce((sum, times) => sum + times, 0);
    return { deliveries, answers: { ...this.#answers }, ...this.store.counts() };
  }

  async deliver(headers: NodeJS.Dict<string | string[]>, body: string): Promise<Reply> {
    const answer = await this.#judge(receive(this.#parts.secret, headers, body));
    const name = answer.kind === "answer" ? String(answer.status) : answer.kind;
    this.#answers[name] = (this.#answers[name] ?? 0) + 1;
    return answer;
  }

  async #judge(received: Received): Promise<Reply> {
    const { slow, fail, hang, lose, status, retryAfter } = this.#behaviour;
    const strikes = (share: number) => this.#parts.random() < share;
    if (slow > 0) await this.#wait(slow);
    if (this.#stopped.signal.aborted || strikes(hang)) return { kind: "silence" };
    if (strikes(fail)) return { kind: "answer", status, retryAfter };
    if (received.kind === "order") this.store.put(received.data, Date.now());
    if (received.kind === "change") this.store.change(received.id, received.data);
    if (strikes(lose)) return { kind: "cut" };
    if (received.kind === "order" && this.#behaviour.payments !== undefined) {
      const payAt = `${this.#parts.origin()}/pay/${received.data.orderId}`;
      return { kind: "answer", status: 200, payAt };
    }
    return { kind: "answer", status: STATUS[received.kind] };
  }

  /** What the payment page's button does; undefined when payments are not taken here. */
  async settle(order: OrderData, change: Change): Promise<number | undefined> {
    const { payments } = this.#behaviour;
    if (payments === undefined) return undefined;
    return reportChange(payments, this.#parts.secret, order, change);
  }

  async #wait(milliseconds: number): Promise<void> {
    const { signal } = this.#stopped;
    await this.#parts.wait(milliseconds, signal).catch(() => {});
  }
}

// ── Behaviour ──────────────────────────────────────────────────────────────────────────────────
/** Each number has one rule, so one text serves for every error. */
const number = (min: number, max: number, right: string) =>
  z.number({ error: right }).check(z.gte(min, right), z.lte(max, right));
const whole = (min: number, max: number, right: string) =>
  z.int({ error: right }).check(z.gte(min, right), z.lte(max, right));
/** A share of the deliveries: 0 none, 0.5 every other one at random, 1 all. */
const share = () => number(0, 1, "must be a share from 0 to 1");
const HOUR = 3_600_000;

const behaviourSchema = z.strictObject(
  {
    /** Milliseconds before it looks at a delivery. */
    slow: z._default(whole(0, HOUR, "must be milliseconds, up to an hour"), 0),
    /** This share is refused and not stored … */
    fail: z._default(share(), 0),
    /** … with this status: 410 asks to stop. */
    status: z._default(whole(300, 599, "must be an HTTP status from 300 to 599"), 500),
    /** Seconds, said with a failure. */
    retryAfter: z.optional(whole(0, 7 * 86_400, "must be whole seconds, up to a week")),
    /** This share is never answered, and not stored. */
    hang: z._default(share(), 0),
    /** This share is stored, but the connection is cut before the answer. */
    lose: z._default(share(), 0),
    /** Where the sales are served: its answers lead to a payment page, which reports there. */
    payments: z.optional(
      z.url({
        protocol: /^https?$/,
        error: "must be where the sales are, like http://127.0.0.1:8787",
      }),
    ),
  },
  "must be an object with any of slow, fail, status, retryAfter, hang, lose and payments",
);
export type Behaviour = z.output<typeof behaviourSchema>;
export type BehaviourInput = z.input<typeof behaviourSchema>;

/** Undefined when it is not right; `problem` says what. */
export function readBehaviour(value: unknown): { behaviour: Behaviour } | { problem: string } {
  const read = behaviourSchema.safeParse(value);
  if (read.success) return { behaviour: read.data };
  const [issue] = read.error.issues;
  return { problem: [issue?.path.join("."), issue?.message].filter(Boolean).join(": ") };
}

// ── Deliveries ─────────────────────────────────────────────────────────────────────────────────
export type Received =
  | { kind: "order"; data: OrderData }
  /** It has been paid or cancelled. `id`: the same each time that it comes. */
  | { kind: "change"; id: string; data: OrderData }
  /** Of no interest to an order system; accepted so that it is not sent again. */
  | { kind: "other" }
  | { kind: "forged" }
  | { kind: "malformed" };

const messageSchema = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.unknown(),
});
const dataSchema = z.looseObject({
  orderId: z.string(),
  sale: z.string(),
  placedAt: z.int(),
  name: z.string(),
  email: z.string(),
});

function receive(secret: string, headers: IncomingHttpHeaders, body: string): Received {
  if (!isGenuine(secret, headers, body)) return { kind: "forged" };
  const message = messageSchema.safeParse(parse(body));
  if (!message.success) return { kind: "malformed" };
  const { type } = message.data;
  if (!KNOWN.has(type)) return { kind: "other" };
  const data = dataSchema.safeParse(message.data.data);
  if (type !== "order.placed") return changeOf(headers, data.data);
  // Signed are the id in the header and the body: they must speak of the same order.
  const same = data.success && data.data.orderId === headers["webhook-id"];
  return same ? { kind: "order", data: data.data } : { kind: "malformed" };
}

const KNOWN = new Set(["order.placed", "order.paid", "order.cancelled"]);

function changeOf(headers: IncomingHttpHeaders, data: OrderData | undefined): Received {
  return data ? { kind: "change", id: String(headers["webhook-id"]), data } : { kind: "malformed" };
}

/** Signed with our secret, and at most five minutes old: else anyone could replay it. */
function isGenuine(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  try {
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    new Webhook(secret).verify(body, Object.fromEntries(named), { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
