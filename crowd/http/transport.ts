/**
 * How a shopper's requests reach a server. The shopper (`shopper.ts`) knows only this: tests in
 * workerd bring the Worker's own `fetch`, other tests Node's, and load brings pooled connections.
 */
export interface HttpRequest {
  method: "GET" | "POST";
  /** With its query: "/start/lamp.js?v=1". */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  headers: AnswerHeaders;
  body: string;
}

/** The part of `Headers` that every transport has. */
export interface AnswerHeaders {
  get(name: string): string | null;
  getSetCookie(): string[];
}

/** Never follows a redirect. Rejects when no answer came. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; redirect: "manual" },
) => Promise<{ status: number; headers: AnswerHeaders; text(): Promise<string> }>;

/** By the platform's `fetch`, or by what behaves like it. */
export function fetchFrom(origin: string, ask: Fetch = fetch): Transport {
  return async ({ path, ...init }) => {
    const response = await ask(new URL(path, origin).href, { ...init, redirect: "manual" });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
}
