/** What a hanging order system costs shoppers: the same sale beside one whose order system is quick. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import type { Generator } from "./load/generator.ts";
import { crew, ourTarget } from "./measure.ts";
import type { Plan } from "./options.ts";
import type { Row } from "./rows.ts";
import { type Setting, startForwarding } from "./runtime/services.ts";
import { median } from "./stats.ts";

interface Side {
  p50: number;
  p99: number;
}
export interface Delivered {
  /** Pairs of a claim and an order in a second. */
  perSecond: number;
  rounds: number;
  quick: Side;
  hanging: Side;
  /** Of the medians of p50, hanging to quick. */
  ratio: number;
}

/** Far from saturation: what is looked for is waiting, not load. */
const PER_SECOND = 60;
const ROUNDS = 5;

export async function compareOrderSystems(
  generator: Generator,
  setting: Setting,
  row: Row,
  plan: Plan,
): Promise<Delivered> {
  const systems = { quick: await orderSystem(204), hanging: await orderSystem(undefined) };
  const runtimes: Record<string, Runtime> = {};
  try {
    for (const [name, { url }] of Object.entries(systems)) {
      runtimes[name] = await startForwarding(setting, name, url);
    }
    return await rounds(generator, setting, row, plan, runtimes);
  } finally {
    await Promise.all(Object.values(runtimes).map((runtime) => runtime.stop()));
    for (const { server } of Object.values(systems)) stop(server);
  }
}

async function rounds(
  generator: Generator,
  { signingKey }: Setting,
  row: Row,
  { latencyMs: ms, returning }: Plan,
  runtimes: Record<string, Runtime>,
): Promise<Delivered> {
  const told: Record<string, Side[]> = { quick: [], hanging: [] };
  // The first round warms up, and fills the hanging one's outboxes.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, runtime] of Object.entries(runtimes)) {
      const pair = { ours: runtime, baseline: runtime, signingKey, returning };
      const target = crew(ourTarget(pair, row), ms);
      const arrived = await generator.run({ do: "arrive", perSecond: PER_SECOND, ms, ...target });
      if (round > 0) told[name]?.push(arrived);
    }
  }
  const [quick, hanging] = [sideOf(told.quick ?? []), sideOf(told.hanging ?? [])];
  const ratio = hanging.p50 / quick.p50;
  return { perSecond: PER_SECOND, rounds: ROUNDS, quick, hanging, ratio };
}

function sideOf(sides: Side[]): Side {
  return { p50: median(sides.map(({ p50 }) => p50)), p99: median(sides.map(({ p99 }) => p99)) };
}

/** Answers with a status at once, or never. */
async function orderSystem(status: number | undefined): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume();
    if (status !== undefined) request.on("end", () => response.writeHead(status).end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, server };
}

function stop(server: Server): void {
  server.close();
  server.closeAllConnections();
}
