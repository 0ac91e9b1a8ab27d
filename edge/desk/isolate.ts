import type { Bindings } from "../env.ts";
import { gateName } from "../gate/name.ts";
import { Notices } from "../notice/notice.ts";
import { Desk } from "./desk.ts";

/** This isolate's desks, by deployment. Losing them costs a question, never an answer. */
const desks = new WeakMap<Bindings["GATE"], Desk>();

/** One per isolate: the namespace of the gates is the same object for all its requests. */
export function deskOf({ GATE }: Bindings): Desk {
  let desk = desks.get(GATE);
  if (!desk) {
    desk = new Desk({
      notices: new Notices(),
      clock: () => Date.now(),
      random: () => Math.random(),
      gate: (sale, gate) => GATE.getByName(gateName(sale, gate)),
      wait: (ms) => scheduler.wait(ms),
    });
    desks.set(GATE, desk);
  }
  return desk;
}
