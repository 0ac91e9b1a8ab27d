/** Promise 7 with the machine against it: SIGKILL, again and again, within one sale. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { killAndReopen } from "../support/kill.ts";
import { inTime, LIMITS, PATIENCE, waitFor } from "../support/patience.ts";
import { type Serving, startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

/** `npm run test:kill` sets more. */
const KILLS = Number(process.env.KILLS ?? 3);
const ORDERS_BETWEEN = 4;
const STOCK = (KILLS + 1) * ORDERS_BETWEEN;

let state: string;
let serving: Serving;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), "doorbuster-kill-"));
});
afterEach(async () => {
  await serving.stop();
  await rm(state, { recursive: true, force: true });
});

it(
  `loses no acknowledged order, sells every unit and none twice, killed ${KILLS} times`,
  async () => {
    serving = await open();
    const place = { origin: serving.origin, sale: serving.sale };
    const receipts = new Map<string, string>();
    const shoppers = Array.from({ length: STOCK + 10 }, (_, i) => new Shopper(place, `${i}@a.co`));
    const crowd = Promise.all(shoppers.map((shopper) => buyWhateverHappens(shopper, receipts)));

    for (let kill = 1; kill <= KILLS; kill++) {
      const enough = kill * ORDERS_BETWEEN - Math.floor(Math.random() * ORDERS_BETWEEN);
      await waitFor(() => receipts.size >= enough, `${enough} orders`);
      await sleep(Math.random() * 30); // a moment that nobody chose
      serving = await killAndReopen(serving, { state });
    }
    const answers = await inTime(crowd, "the end of the sale");

    for (const [url, orderId] of receipts) {
      const anybody = new Shopper(place);
      expect((await anybody.get(url)).body.orderId).toBe(orderId);
    }
    const orders = new Set(answers.filter((id) => id !== undefined));
    expect(orders.size).toBe(STOCK);
    expect(answers.filter((id) => id !== undefined)).toHaveLength(STOCK);
  },
  LIMITS.testTimeout + KILLS * PATIENCE,
);

function open(port = 0): Promise<Serving> {
  return startServe({ state, port, "starts-in": "0s", stock: STOCK, gates: 3, slots: 2 });
}

/** Resolves to the order's id, or undefined when it is sold out. Receipts are noted by order URL. */
async function buyWhateverHappens(
  shopper: Shopper,
  receipts: Map<string, string>,
): Promise<string | undefined> {
  for (;;) {
    try {
      const answer = await tryToBuy(shopper, receipts);
      if (answer) return answer === "sold_out" ? undefined : answer;
    } catch {
      // The server is gone for the moment, or went in the middle of its answer.
    }
    await sleep(50 + Math.random() * 100);
  }
}

async function tryToBuy(
  shopper: Shopper,
  receipts: Map<string, string>,
): Promise<string | undefined> {
  const { claim, reason } = await shopper.start();
  if (claim === undefined) return reason;
  const claimed = await shopper.claim(claim);
  if (claimed.body.code === "already_ordered") return claimed.body.orderId;
  if (claimed.status >= 300) return claimed.body.code === "sold_out" ? "sold_out" : undefined;
  const ordered = await shopper.order(claimed.body.order);
  if (ordered.status >= 300) return undefined;
  receipts.set(claimed.body.order, ordered.body.orderId);
  return ordered.body.orderId;
}
