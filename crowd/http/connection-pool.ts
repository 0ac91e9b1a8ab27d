import type { Answer, Connection } from "./connection.ts";

/** A few connections for many shoppers: whoever has waited longest gets the next free one. */
export class ConnectionPool {
  readonly #all: Set<Connection>;
  readonly #idle: Connection[];
  /** In their order; a set, because taking the first of a long array moves all the others. */
  readonly #waiting = new Set<(connection: Connection) => void>();

  constructor(connections: Connection[]) {
    this.#all = new Set(connections);
    this.#idle = [...connections];
  }

  async ask(request: string): Promise<Answer> {
    let connection = this.#idle.pop() ?? (await this.#wait());
    try {
      return await connection.ask(request).catch(async (error) => {
        // A server closes what has been idle for some seconds. Browsers then ask anew, too.
        if (!connection.closed) throw error;
        connection = await this.#renew(connection);
        return connection.ask(request);
      });
    } finally {
      this.#free(connection);
    }
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #free(connection: Connection): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      next(connection);
      return;
    }
    this.#idle.push(connection);
  }

  async #renew(old: Connection): Promise<Connection> {
    const connection = await old.again();
    this.#all.delete(old);
    this.#all.add(connection);
    return connection;
  }

  #wait(): Promise<Connection> {
    return new Promise((resolve) => void this.#waiting.add(resolve));
  }
}
