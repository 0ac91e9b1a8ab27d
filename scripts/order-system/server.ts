/** The reference order system: a merchant's endpoint as it should be, and as it may be. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { makeSecret } from "../lib/secrets.ts";
import type { BehaviourInput } from "./behaviour.ts";
import { OrderSystem, type Stats } from "./order-system.ts";
import { route } from "./routes.ts";
import { OrderStore, type StoredOrder } from "./store.ts";

export interface OrderSystemOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  /** `whsec_` and base64; made when lacking. */
  secret?: string;
  /** SQLite file; in memory when lacking. */
  database?: string;
  behaviour?: BehaviourInput;
  /** Decides which delivery is hit by a share: 0 ≤ x < 1. */
  random?: () => number;
}

export interface RunningOrderSystem {
  /** Where deliveries go. */
  url: string;
  secret: string;
  /** The whole behaviour: what is not named is well again. */
  behave(behaviour: BehaviourInput): void;
  orders(): StoredOrder[];
  stats(): Stats;
  /** Cuts every connection. */
  stop(): Promise<void>;
}

export const newSecret = () => makeSecret("ORDER_SYSTEM_SECRET");

export async function startOrderSystem(
  options: OrderSystemOptions = {},
): Promise<RunningOrderSystem> {
  const { port = 0, secret = newSecret(), database = ":memory:", random = Math.random } = options;
  const store = new OrderStore(database);
  const system = new OrderSystem({ secret, store, random });
  system.behave(options.behaviour ?? {});
  const server = createServer((request, response) => route(system, request, response));
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    secret,
    behave: (behaviour) => system.behave(behaviour),
    orders: () => [...store.list()],
    stats: () => system.stats(),
    stop: async () => {
      system.stop();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  // Rejects with the error if there is one instead.
  await once(server, "listening");
}
