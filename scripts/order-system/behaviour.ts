/** How well the order system is. What is not named is well: `{}` heals it. */
import * as z from "zod/mini";

/** Every number must be right in one way, so one text says it. */
const number = (min: number, max: number, right: string) =>
  z.number({ error: right }).check(z.gte(min, right), z.lte(max, right));
const whole = (min: number, max: number, right: string) =>
  z.int({ error: right }).check(z.gte(min, right), z.lte(max, right));
/** A share of the deliveries: 0 none, 0.5 every other one at random, 1 all. */
const share = () => number(0, 1, "must be a share from 0 to 1");
const HOUR = 3_600_000;

export const behaviourSchema = z.strictObject(
  {
    /** Milliseconds before it looks at a delivery. */
    slow: z._default(whole(0, HOUR, "must be milliseconds, up to an hour"), 0),
    /** So many are refused, stored nowhere … */
    fail: z._default(share(), 0),
    /** … with this status: 410 asks to stop. */
    status: z._default(whole(300, 599, "must be an HTTP status from 300 to 599"), 500),
    /** Seconds, said with a failure. */
    retryAfter: z.optional(whole(0, 7 * 86_400, "must be whole seconds, up to a week")),
    /** So many are never answered, and stored nowhere. */
    hang: z._default(share(), 0),
    /** So many are stored, but the connection is cut before the answer. */
    lose: z._default(share(), 0),
  },
  "must be an object with any of slow, fail, status, retryAfter, hang and lose",
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
