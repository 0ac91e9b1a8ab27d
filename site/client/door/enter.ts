/** The exchange at the door: what `/enter/<sale>` answers, as outcomes for the page. */
import type { DoorMessage, NotAdmitted, PassBody, Proofs } from "../../../edge/contract.ts";

/** Why a proof was refused, where another one is needed. */
type BadProof = Exclude<NotAdmitted, "door_closed" | "unavailable">;

/** `wait` in milliseconds, `opensAt` in milliseconds since 1970 by the server's clock. */
export type Refused =
  | { is: "early"; opensAt: number; now: number | undefined }
  | { is: "over" }
  | { is: "bad"; reason: BadProof }
  /** Tried again without anybody's doing. */
  | { is: "wait"; why: "crowded" | "unavailable" | "network"; wait: number }
  | { is: "failed" };

const TIMEOUT = 15_000;
const USUAL_WAIT = 5000;

/** What this door needs. Never throws. */
export function prepare(sale: string): Promise<{ is: "ready"; message: DoorMessage } | Refused> {
  return ask(sale, {}, (body) => ({ is: "ready", message: body as DoorMessage }));
}

/** Shows a proof; the same one again is the same shopper, so it may be repeated. Never throws. */
export function enter(sale: string, proofs: Proofs): Promise<{ is: "in"; pass: string } | Refused> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(proofs) };
  return ask(sale, init, (body) => ({ is: "in", pass: (body as PassBody).pass }));
}

async function ask<Good>(
  sale: string,
  init: RequestInit,
  good: (body: unknown) => Good,
): Promise<Good | Refused> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(`/enter/${sale}`, { ...init, signal });
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? good(body) : refusalOf(body, response.headers);
  } catch {
    return { is: "wait", why: "network", wait: USUAL_WAIT };
  }
}

/** Maps a refusal of the contract. */
export function refusalOf(body: unknown, headers: Pick<Headers, "get">): Refused {
  const told = typeof body === "object" && body !== null ? body : {};
  const { code, reason, opensAt } = told as { code?: string; reason?: string; opensAt?: number };
  const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
  const wait = Number.isNaN(seconds) ? USUAL_WAIT : seconds * 1000;
  if (code === "too_many") return { is: "wait", why: "crowded", wait };
  if (code !== "not_admitted") return { is: "failed" };
  if (reason === "unavailable") return { is: "wait", why: "unavailable", wait };
  if (reason !== "door_closed") return { is: "bad", reason: reason as BadProof };
  if (opensAt === undefined) return { is: "over" };
  const now = Date.parse(headers.get("date") ?? "");
  return { is: "early", opensAt, now: Number.isNaN(now) ? undefined : now };
}
