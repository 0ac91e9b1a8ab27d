/** An order system that is dead while the sale goes on: it takes connections and never answers. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface DeadOrderSystem {
  url: string;
  /** Attempts that were made while it was dead. */
  attempts(): number;
  /** How long it has been dead, in ms. */
  deadFor(): number;
  /** The ids of the orders that it has accepted, each as often as it came. */
  accepted: Map<string, number>;
  /** From now on it accepts everything; who still waits is cut off. */
  revive(): void;
  stop(): void;
}

export async function startDeadOrderSystem(): Promise<DeadOrderSystem> {
  const accepted = new Map<string, number>();
  const hanging = new Set<ServerResponse>();
  const since = Date.now();
  let [dead, attempts] = [true, 0];
  const server = createServer((request, response) => {
    const id = String(request.headers["webhook-id"]);
    request.resume();
    if (dead) {
      attempts += 1;
      hanging.add(response);
      return;
    }
    request.once("end", () => {
      accepted.set(id, (accepted.get(id) ?? 0) + 1);
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    attempts: () => attempts,
    deadFor: () => Date.now() - since,
    accepted,
    revive: () => {
      dead = false;
      for (const response of hanging) response.destroy();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
