import { AdmissionCache } from "../admission-cache/admission-cache.ts";
import { type Bindings, placeOf } from "../env.ts";
import { gateName } from "../gate/name.ts";
import { GateClient } from "./gate-client.ts";

/** This isolate's gateClients, by deployment. Losing them costs a question, never an answer. */
const gateClients = new WeakMap<Bindings["GATE"], GateClient>();

/** One per isolate: the namespace of the gates is the same object for all its requests. */
export function gateClientOf(env: Bindings): GateClient {
  const { GATE } = env;
  let gateClient = gateClients.get(GATE);
  if (!gateClient) {
    gateClient = new GateClient({
      cache: new AdmissionCache(),
      clock: () => Date.now(),
      random: () => Math.random(),
      gate: (sale, gate) => GATE.getByName(gateName(sale, gate), placeOf(env, sale)),
      wait: (ms) => scheduler.wait(ms),
    });
    gateClients.set(GATE, gateClient);
  }
  return gateClient;
}
