/** What a hanging order system costs shoppers: the same sale beside one whose order system is quick. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { compareLatency } from "./latency.ts";
import type { Arrived, Generator } from "./load/generator.ts";
import { ourTarget } from "./measure.ts";
import type { Plan } from "./options.ts";
import type { Row } from "./rows.ts";
import { type Setting, startForwarding } from "./runtime/services.ts";

export interface Delivered {
  /** Pairs of a claim and an order in a second. */
  perSecond: number;
  rounds: number;
  quick: Arrived;
  hanging: Arrived;
  /** Of the medians of p50, hanging to quick. */
  ratio: number;
}

/** Far from saturation: what is looked for is waiting, not load. */
const PER_SECOND = 60;

export async function compareOrderSystems(
  generator: Generator,
  setting: Setting,
  row: Row,
  { latencyRounds: rounds, latencyMs, returning }: Plan,
): Promise<Delivered> {
  const systems = { quick: await orderSystem(204), hanging: await orderSystem(undefined) };
  const runtimes: Runtime[] = [];
  const targetOf = async (name: keyof typeof systems) => {
    const runtime = await startForwarding(setting, name, systems[name].url);
    runtimes.push(runtime);
    return ourTarget({ ours: runtime, signingKey: setting.signingKey, returning }, row);
  };
  try {
    const targets = { quick: await targetOf("quick"), hanging: await targetOf("hanging") };
    // Few pairs a second, so longer rounds; the first one fills the hanging one's outboxes.
    const plan = { perSecond: PER_SECOND, ms: 5 * latencyMs, rounds };
    const { quick, hanging } = await compareLatency(generator, targets, plan);
    const ratio = hanging.p50 / quick.p50;
    return { perSecond: PER_SECOND, rounds, quick, hanging, ratio };
  } finally {
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    for (const { server } of Object.values(systems)) stop(server);
  }
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
