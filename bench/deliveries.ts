/** What a hanging order system costs shoppers: the same sale beside one whose order system is quick. */

import type { Runtime } from "../scripts/lib/workerd/workerd.ts";
import { startOrderSystem } from "../scripts/order-system/server.ts";
import { compareLatency, openLoop } from "./latency.ts";
import type { Arrived, Generator } from "./load/generator.ts";
import { ourTarget } from "./measure.ts";
import type { Workload } from "./options.ts";
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
  workload: Workload,
): Promise<Delivered> {
  const systems = {
    quick: await startOrderSystem(),
    hanging: await startOrderSystem({ behaviour: { hang: 1 } }),
  };
  const runtimes: Runtime[] = [];
  const targetOf = async (name: keyof typeof systems) => {
    const runtime = await startForwarding(setting, name, systems[name]);
    runtimes.push(runtime);
    return ourTarget(
      { ours: runtime, signingKey: setting.signingKey, returning: workload.returning },
      row,
    );
  };
  try {
    const targets = { quick: await targetOf("quick"), hanging: await targetOf("hanging") };
    // The first round fills the hanging one's outboxes.
    const load = openLoop(workload, PER_SECOND);
    const { quick, hanging } = await compareLatency(generator, targets, load);
    const ratio = hanging.p50 / quick.p50;
    return { perSecond: PER_SECOND, rounds: load.rounds, quick, hanging, ratio };
  } finally {
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    await Promise.all(Object.values(systems).map((system) => system.stop()));
  }
}
