/** The bench's side of the load process (`process.ts`): what it can be asked for, and what it answers. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CONNECTIONS } from "../options.ts";
import type { Visiting } from "./visits.ts";

export interface Target {
  port: number;
  signingKey: string;
  visiting: Visiting;
  /** How many shoppers to make; a "buy" needs one for each visit. */
  shoppers: number;
  /** Their cookies say that they hold a slot, which has lapsed. */
  lapsed: boolean;
}

/** More buyers than any machine serves, per ms. */
const BUYERS = 5;

/** Enough for so many ms: a buyer comes only once, and so does a shopper with a lapsed slot. */
export function withShoppersFor(target: Target, ms: number): Target {
  const once = target.visiting.kind === "buy" || target.lapsed;
  return once ? { ...target, shoppers: CONNECTIONS + Math.ceil(ms * BUYERS) } : target;
}

export type Job =
  | ({ do: "saturate"; connections: number; ms: number } & Target)
  | ({ do: "arrive"; perSecond: number; ms: number } & Target)
  | {
      do: "crowds";
      port: number;
      sizes: { sale: string; shoppers: number }[];
      /** Everybody arrives within this time. */
      ms: number;
      /** Ms for the form, and before coming back after a refusal; at most twice as long. */
      pause: number;
    };

export interface Saturated {
  perSecond: number;
  visits: number;
  /** How much of one core the load process itself needed, 0 to 1. */
  busy: number;
}
export interface Arrived {
  p50: number;
  p99: number;
}
export interface Crowd {
  sale: string;
  shoppers: number;
  bought: number;
  soldOut: number;
  requests: number;
  seconds: number;
}

export interface Results {
  saturate: Saturated;
  arrive: Arrived;
  crowds: Crowd[];
}

export interface Generator {
  run<Kind extends Job["do"]>(job: Extract<Job, { do: Kind }>): Promise<Results[Kind]>;
  /** This process is killed when ours ends, even if ours is killed. */
  track(pid: number): void;
  stop(): void;
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("./process.ts", import.meta.url)));
  // Ours ends it by closing the channel; an end before that is a failure of whatever was asked.
  const died = once(child, "exit").then(() => ({ failed: "the load process has ended" }));
  return {
    async run(job) {
      child.send(job);
      const answered = once(child, "message").then(([message]) => message);
      const answer = await Promise.race([answered, died]);
      if ("failed" in answer) throw new Error(answer.failed);
      return answer.result;
    },
    track: (pid) => void child.send({ track: pid }),
    stop: () => child.disconnect(),
  };
}
