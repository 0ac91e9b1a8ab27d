/** A Web Worker that looks for the counter of a challenge (ALTCHA, version 2), so that the page stays free. */
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import type { DoorMessage } from "../../../edge/contract.ts";

type Challenge = NonNullable<DoorMessage["challenge"]>;
/** `from`: the first counter to try. */
export type Job = { challenge: Challenge; from: number };
/** `counter`: all before it have been tried. */
export type Progress =
  | { counter: number }
  | { counter: number; derivedKey: string }
  | { failed: true };

/** Counters between two reports: a tenth of a second on a phone. */
const REPORT = 25;

self.onmessage = ({ data }: MessageEvent<Job>) => {
  solve(data).catch(() => self.postMessage({ failed: true } satisfies Progress));
};

async function solve({ challenge: { parameters }, from }: Job): Promise<void> {
  const [nonce, salt] = [bytesOf(parameters.nonce), bytesOf(parameters.salt)];
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  for (let counter = from; ; counter += 1) {
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const found = await deriveKey(parameters as never, salt, password);
    const derivedKey = hexOf(found.derivedKey);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return self.postMessage({ counter, derivedKey } satisfies Progress);
    }
    if (counter % REPORT === 0) self.postMessage({ counter } satisfies Progress);
  }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
