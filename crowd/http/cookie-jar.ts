import type { AnswerHeaders } from "./transport.ts";

/** One browser's cookies, as far as this Worker uses them: one path, and `Max-Age` for their end. */
export class CookieJar {
  readonly #cookies = new Map<string, { value: string; until: number }>();

  /** The value of the `Cookie` header; empty without cookies. */
  get header(): string {
    if (this.#cookies.size === 0) return "";
    const now = Date.now();
    const live = [...this.#cookies].filter(([, { until }]) => until > now);
    return live.map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  /** `seconds`: how long it is kept. */
  set(name: string, value: string, seconds = Number.POSITIVE_INFINITY): void {
    if (seconds <= 0) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, until: Date.now() + seconds * 1000 });
  }

  /** Takes what an answer sets (RFC 6265, 5.2). */
  keep(headers: AnswerHeaders): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value = "", attributes = ""] = SET_COOKIE.exec(line) ?? [];
      if (name === undefined) continue;
      const age = /; *max-age=(-?\d+)/i.exec(attributes)?.[1];
      this.set(name, value, age === undefined ? undefined : Number(age));
    }
  }
}

const SET_COOKIE = /^([^=;]+)=([^;]*)(.*)$/;
