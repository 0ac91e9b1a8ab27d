/**
 * `npm run rates`: how often each level is asked, however many isolates there are. The real gateClient,
 * gate and stockroom in virtual time, a crowd that clicks without end, no chaos.
 */
import { type Scenario, SimulatedSale, START } from "./sale.ts";

export interface Rates {
  isolates: number;
  phase: "full" | "sold out";
  /** Per second, over the seconds measured. */
  claims: number;
  perGate: number;
  stockroom: number;
}

/** Claims that reach each isolate in a second. */
const CLICKS = 5;
/** The first seconds are the rush: what comes after them is the rule. */
const SETTLING = 25;
const MEASURED = 15;
const GATES = 10;

const SCENARIO: Scenario = {
  seed: 1,
  gates: GATES,
  slots: 10,
  stock: 100,
  shoppers: 0,
  isolates: 1,
  reserve: false,
  hold: 3_600_000,
  chaos: 0,
  restocks: [],
  pause: false,
};

/** Everybody clicks: while all places are taken, or after the last unit was sold. */
export async function rates(isolates: number, phase: Rates["phase"]): Promise<Rates> {
  const world = new SimulatedSale({ ...SCENARIO, isolates, stock: phase === "full" ? 100 : 1 });
  if (phase === "sold out") void sellOut(world);
  let claims = 0;
  const measuring = START + SETTLING * 1_000;
  for (const isolate of world.isolates) {
    const click = () => {
      if (world.scheduler.now >= measuring) claims += 1;
      const shopper = `shopper-${Math.floor(world.scheduler.random() * 1e9)}`;
      void isolate.life.service.refresh(world.sale);
      void isolate.life.service.admit(world.sale, shopper, async () => undefined);
      world.scheduler.after((2_000 * world.scheduler.random()) / CLICKS, click);
    };
    world.scheduler.after(5_000 + world.scheduler.random() * 1_000, click);
  }
  await world.scheduler.run(measuring, () => false);
  const before = received(world);
  await world.scheduler.run(measuring + MEASURED * 1_000, () => false);
  const after = received(world);
  world.close();
  return {
    isolates,
    phase,
    claims: claims / MEASURED,
    perGate: (after.gates - before.gates) / GATES / MEASURED,
    stockroom: (after.stockroom - before.stockroom) / MEASURED,
  };
}

async function sellOut(world: SimulatedSale): Promise<void> {
  const gateClient = world.isolates[0]?.life.service;
  await world.scheduler.wait(5_001);
  const claimed = await gateClient?.admit(world.sale, "first", async () => undefined);
  if (claimed?.by !== "gate" || !claimed.answer.ok)
    throw new Error("the first shopper got no slot");
  const { gate, answer } = claimed;
  const url = { sale: world.sale.slug, gate, shopper: "first", slot: answer.slot };
  await gateClient?.order(world.sale, url, { name: "First", email: "a@b.co" });
}

function received({ gates, stockroom }: SimulatedSale) {
  return {
    gates: gates.reduce((sum, gate) => sum + gate.received, 0),
    stockroom: stockroom.received,
  };
}

if (import.meta.main) {
  console.log("| isolates | while | claims/s | questions/s at each gate | at the stockroom |");
  console.log("|---:|---|---:|---:|---:|");
  for (const phase of ["full", "sold out"] as const) {
    for (const isolates of [1, 300, 5_000]) {
      const { claims, perGate, stockroom } = await rates(isolates, phase);
      const cells = [isolates, phase, claims.toFixed(0), perGate.toFixed(1), stockroom.toFixed(1)];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
