/** The proof of the door `work`: a challenge, solved in a Web Worker; a reload goes on where it was. */
import type { DoorMessage, Proofs } from "../../../edge/contract.ts";
import { prepare, type Refused } from "./enter.ts";
import { keep, kept } from "./kept.ts";
import type { Job, Progress } from "./solver.ts";

interface Begun extends Job {
  /** The largest counter that can be asked for. */
  most: number;
}

export type Worked = { is: "proof"; proofs: Proofs } | { is: "unsupported" } | Refused;

/** `told`: the share done, from 0 to 1. Never throws. */
export async function work(sale: string, told: (share: number) => void): Promise<Worked> {
  // Only in a secure context is there a WebCrypto, and without Workers the page would stand still.
  if (typeof Worker === "undefined" || !globalThis.crypto?.subtle) return { is: "unsupported" };
  const key = `work-${sale}`;
  const begun = kept<Begun>(key) ?? (await begin(sale));
  if ("is" in begun) return begun;
  const solution = await solve(begun, (from) => {
    keep(key, { ...begun, from });
    told(from / begun.most);
  });
  if (!solution) return { is: "unsupported" };
  return { is: "proof", proofs: { work: { challenge: begun.challenge, solution } } };
}

/** The challenge was taken, or is too old: the next one begins anew. */
export function forgetWork(sale: string): void {
  keep(`work-${sale}`, undefined);
}

async function begin(sale: string): Promise<Begun | Exclude<Worked, { is: "proof" }>> {
  const told = await prepare(sale);
  if (told.is !== "ready") return told;
  const { challenge, most = 1 }: DoorMessage = told.message;
  return challenge ? { challenge, most, from: 0 } : { is: "failed" };
}

type Solution = NonNullable<Proofs["work"]>["solution"];

function solve(job: Job, told: (counter: number) => void): Promise<Solution | undefined> {
  const solver = new Worker(new URL("./solver.ts", import.meta.url), { type: "module" });
  return new Promise<Solution | undefined>((resolve) => {
    solver.onerror = () => resolve(undefined);
    solver.onmessage = ({ data }: MessageEvent<Progress>) => {
      if ("failed" in data) resolve(undefined);
      else if ("derivedKey" in data) resolve(data);
      else told(data.counter);
    };
    solver.postMessage({ challenge: job.challenge, from: job.from } satisfies Job);
  }).finally(() => solver.terminate());
}
