/** One browser's cookies, as far as this Worker uses them: one path, and `Max-Age` for the end. */
export class Jar {
  readonly #cookies = new Map<string, { value: string; until: number }>();

  /** `Cookie`'s value; empty without any. */
  get header(): string {
    if (this.#cookies.size === 0) return "";
    const now = Date.now();
    const live = [...this.#cookies].filter(([, { until }]) => until > now);
    return live.map(([name, { value }]) => `${name}=${value}`).join("; ");
  }

  value(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  /** `head`: of an answer, as it came over the wire. */
  keep(head: string): void {
    if (!/\r\nset-cookie:/i.test(head)) return;
    for (const [, name = "", value = "", rest = ""] of head.matchAll(SET_COOKIE)) {
      const seconds = Number(/; *max-age=(-?\d+)/i.exec(rest)?.[1] ?? Number.POSITIVE_INFINITY);
      if (seconds <= 0) this.#cookies.delete(name);
      else this.#cookies.set(name, { value, until: Date.now() + seconds * 1000 });
    }
  }
}

const SET_COOKIE = /\r\nset-cookie: ([^=\r]+)=([^;\r]*)([^\r]*)/gi;
