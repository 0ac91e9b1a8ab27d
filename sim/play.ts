/** A crowd comes to a sale in good weather, and all that it asks for is counted. */
import type { Visitor } from "../crowd/crowd.ts";
import { type Ending, visit } from "../crowd/visit.ts";
import type { OrderEvent, Sent } from "../edge/core.ts";
import type { Fault } from "./faults.ts";
import { SimShop } from "./shop.ts";
import type { Tally } from "./tally.ts";
import { type SaleShape, START, World } from "./world.ts";

export interface Stage {
  seed: number;
  shape: SaleShape;
  isolates: number;
  /** When whoever is still there is sent home, ms after the start. */
  until?: number | undefined;
  fault?: Fault | undefined;
}

/** `stayed`: was sent home. */
export type Endings = Record<Ending | "stayed", number>;

export interface Outturn {
  tally: Tally;
  rowsWritten: number;
  endings: Endings;
  sold: number;
  /** When the last unit went into an order, ms after the start. */
  soldOutAt?: number;
  /** When the last visitor was done, ms after the start. */
  overAt: number;
}

const NOBODY_YET = { bought: 0, sold_out: 0, closed: 0, gave_up: 0, left: 0, forged: 0 };
const ACCEPTED: Sent = { ok: true, status: 204 };

/** Every visitor of the crowd, from their first page load until they are done. */
export async function play(crowd: readonly Visitor[], stage: Stage): Promise<Outturn> {
  const placed: number[] = [];
  const deliver = async ({ order: { placedAt } }: OrderEvent) => {
    placed.push(placedAt - START);
    return ACCEPTED;
  };
  const world = new World({ ...stage, deliver });
  const endings: Endings = { ...NOBODY_YET, stayed: crowd.length };
  let overAt = 0;
  for (const visitor of crowd) {
    void visit(visitor, new SimShop(world, visitor, isolateOf(world, visitor))).then((ending) => {
      endings[ending] += 1;
      endings.stayed -= 1;
      overAt = Math.max(overAt, world.scheduler.now - START);
    });
  }
  const { until } = stage;
  await world.scheduler.run({ until: until === undefined ? undefined : START + until });
  const { tally, rowsWritten } = world;
  const outturn = { tally, rowsWritten, endings, sold: placed.length, overAt };
  world.close();
  const soldOutAt = placed[stage.shape.stock - 1];
  return soldOutAt === undefined ? outturn : { ...outturn, soldOutAt };
}

/** A browser keeps its connection, so that a visitor stays with one isolate. */
function isolateOf(world: World, { chance }: Visitor) {
  const isolate = world.isolate(Math.floor(chance * world.isolates.length));
  return () => isolate;
}
