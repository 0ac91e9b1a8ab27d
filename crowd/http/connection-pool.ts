import { type Connection, openAll, toWire } from "./connection.ts";
import type { HttpAnswer, HttpRequest } from "./transport.ts";

/** A transport over a few connections for many shoppers: the longest wait gets the next free one. */
export class ConnectionPool {
  readonly #all: Set<Connection>;
  readonly #idle: Connection[];
  /** In their order; a set, because taking the first of a long array moves all the others. */
  readonly #waiting = new Set<(connection: Connection) => void>();

  constructor(connections: Connection[]) {
    this.#all = new Set(connections);
    this.#idle = [...connections];
  }

  /** `count` connections to a port of this machine. */
  static async open(port: number, count: number): Promise<ConnectionPool> {
    return new ConnectionPool(await openAll(port, count));
  }

  readonly send = async (request: HttpRequest): Promise<HttpAnswer> => {
    const text = toWire(request);
    let connection = this.#idle.pop() ?? (await this.#wait());
    try {
      return await connection.ask(text).catch(async (error) => {
        // A server closes a connection that has been idle for some seconds. Browsers then ask again, too.
        if (!connection.closed) throw error;
        connection = await this.#renew(connection);
        return connection.ask(text);
      });
    } finally {
      this.#free(connection);
    }
  };

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
