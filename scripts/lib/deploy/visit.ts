/** Asks a deployment as anybody can, without a key. */

import { readStart } from "../../../crowd/start-script.ts";
import type { StartMessage } from "../../../edge/contract.ts";

export interface Visit {
  status: number;
  headers: Headers;
  body: string;
}

const PATIENCE = 10_000;

/** Never follows a redirect: what is asked for must be there itself. */
export async function visit(url: string, init: RequestInit = {}): Promise<Visit> {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(url, { redirect: "manual", signal, ...init });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

export function visitPage(
  url: string,
  sale: string,
  headers: Record<string, string> = {},
): Promise<Visit> {
  return visit(`${url}/sales/${sale}`, { headers: { accept: "text/html", ...headers } });
}

/** As a prefetch: the Worker then asks no gate, and none is made near whoever deploys. */
export function visitStart(url: string, sale: string): Promise<Visit> {
  const headers = { "sec-purpose": "prefetch" };
  return visit(`${url}/start/${sale}.js?v=${Math.random().toString(36).slice(2)}`, { headers });
}

/** What a start script says; undefined when it says nothing. */
export function startIn({ status, body }: Visit): StartMessage | undefined {
  return status === 200 ? readStart(body) : undefined;
}

/** The sales that the first page links to. */
export async function listSales(url: string): Promise<string[]> {
  const { status, body } = await visit(`${url}/`, { headers: { accept: "text/html" } });
  if (status !== 200) return [];
  const links = body.matchAll(/href="\/sales\/([a-z0-9-]+)"/g);
  return [...new Set([...links].map(([, sale]) => sale ?? ""))].sort();
}

/** Why a request broke, in a few words. */
export function brokenBy(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === "TimeoutError") return "no answer in ten seconds";
  const { code, message: why } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === "ENOTFOUND") return "there is no such host";
  if (code === "ECONNREFUSED") return "nothing listens there";
  return why || message || "the connection broke";
}
