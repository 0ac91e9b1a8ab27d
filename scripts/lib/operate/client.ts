/** Calls the Worker's /admin, and says in words what went wrong. */

import { context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { harmless } from "../words.ts";
import type { SaleStatus } from "./sale-status.ts";
import type { Operator } from "./where.ts";

/** The connection or the other side failed, and a retry may help. */
export class Trouble extends Refusal {}

/** There is no such thing there: HTTP 404. */
export class Missing extends Refusal {}

export interface Question {
  method?: "GET" | "POST";
  body?: unknown;
  /** What a 404 means, in words. */
  missing: string;
  /** What a 409 means, in words. */
  conflict?: string;
  /** What a 410 means, in words. */
  closed?: string;
  signal?: AbortSignal | undefined;
  /** Until the whole answer has been read, milliseconds. */
  patience?: number | undefined;
}

const PATIENCE = 60_000;

/** Throws Trouble for what a retry may fix, a Refusal for what it will not. */
export async function ask(operator: Operator, path: string, question: Question): Promise<Response> {
  const { method = "GET", body, signal, patience = PATIENCE } = question;
  const headers = { accept: "application/json", authorization: `Bearer ${operator.key}` };
  const late = AbortSignal.timeout(patience);
  const request: RequestInit = {
    method,
    headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
    // A redirect must not carry the key to another host.
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, late]) : late,
  };
  if (body !== undefined) request.body = JSON.stringify(body);
  const answer = await reached(operator, signal, () => fetch(`${operator.url}${path}`, request));
  if (answer.ok) return answer;
  throw await refused(operator, answer, question);
}

export async function askJson<Body>(
  operator: Operator,
  path: string,
  question: Question,
): Promise<Body> {
  const answer = await ask(operator, path, question);
  const text = await reached(operator, question.signal, () => answer.text());
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`${operator.url}${path} does not answer in JSON; is a sale deployed there?`);
  }
}

export function saleStatus(
  operator: Operator,
  sale: string,
  signal?: AbortSignal,
  patience?: number,
): Promise<SaleStatus> {
  const missing = noSuchSale(operator, sale);
  return askJson(operator, salePath(sale), { missing, signal, patience });
}

export const salePath = (sale: string) => `/admin/sales/${encodeURIComponent(sale)}`;
export const noSuchSale = (operator: Operator, sale: string) =>
  `there is no sale "${sale}" at ${operator.url}`;

/** Turns what a broken connection throws into Trouble; an abort that was asked for stays as it is. */
export async function reached<Result>(
  { url }: Operator,
  signal: AbortSignal | undefined,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    signal?.throwIfAborted();
    throw new Trouble(describe(url, error as Error));
  }
}

function describe(url: string, error: Error): string {
  if (error.name === "TimeoutError") return `${url} does not answer`;
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED") return `nothing listens at ${url}; --url names another address`;
  if (code === "ENOTFOUND") return `${url}: there is no such host`;
  return `the connection to ${url} broke: ${message}`;
}

async function refused(
  { url, from }: Operator,
  answer: Response,
  { missing, conflict, closed }: Question,
): Promise<Refusal> {
  const said = harmless((await answer.text().catch(() => "")).slice(0, 200));
  const { status } = answer;
  if (status === 401) return new Refusal(`${url} does not accept the ADMIN_KEY from ${from}`);
  if (status === 404) return new Missing(missing);
  if (status === 409 && conflict !== undefined) return new Refusal(conflict);
  if (status === 410 && closed !== undefined) return new Refusal(closed);
  const message = `${url} answered ${status} ${said}`.trim();
  return status >= 500 || status === 429 ? new Trouble(message) : new Refusal(message);
}

// ── Retries ────────────────────────────────────────────────────────────────────────────────────
export interface RetryPolicy {
  /** How many times in a row it may fail. */
  tries: number;
  /** The first wait, milliseconds; each is twice the one before. */
  wait: number;
  longest: number;
}
/** Half a minute in all. */
export const RETRY_POLICY: RetryPolicy = { tries: 9, wait: 250, longest: 6_000 };

/**
 * Calls `attempt` until it returns. `attempt` calls `gained` when it made progress: what breaks
 * now and then, but goes on in between, may break any number of times.
 */
export async function retry<Result>(
  attempt: (gained: () => void) => Promise<Result>,
  { tries, wait, longest }: RetryPolicy,
  signal?: AbortSignal,
): Promise<Result> {
  for (let failures = 0; ; ) {
    try {
      return await attempt(() => {
        failures = 0;
      });
    } catch (error) {
      failures += 1;
      if (!(error instanceof Trouble) || failures >= tries) throw error;
      await pause(Math.min(longest, wait * 2 ** (failures - 1)), signal);
    }
  }
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await context().clock.wait(milliseconds, signal);
  } catch (error) {
    // The timer's own error hides why.
    signal?.throwIfAborted();
    throw error;
  }
}
