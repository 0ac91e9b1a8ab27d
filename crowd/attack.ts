/**
 * `npm run attack -- hoarder|repeater --url URL`: two attacks over HTTP on a sale that is served on
 * this machine, and what came of them (docs/security.md). Bounded in number and time.
 */
import { parseArgs } from "node:util";
import { duration, type StartMessage } from "../edge/contract.ts";
import { Shopper } from "./http/shopper.ts";
import { fetchFrom, type Transport } from "./http/transport.ts";
import { Random } from "./random.ts";

const USAGE = `npm run attack -- hoarder --url http://127.0.0.1:8787/sales/aurora-lamp
    takes every slot with new identities, never orders, and comes back at each lapse;
    beside it people try to buy
      --identities 100   --people 60   --for 330s
npm run attack -- repeater --url http://127.0.0.1:8787/sales/aurora-lamp
    holds a slot and repeats the claim; measures how long the next person waits for a place that is
    given up. Serve the sale with --gates 1 --slots 2
      --rate 300 (a second)   --for 10s
Only a sale on the loopback address can be attacked.`;

const SECOND = 1_000;
const MOST = { identities: 1_000, people: 1_000, rate: 1_000, for: 900 * SECOND };
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const FORM = { name: "Somebody", email: "somebody@example.com" };

/** What to attack, and how long. Ms. */
interface Target {
  transport: Transport;
  sale: string;
  lasts: number;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Says what is wrong with the command line. */
class UsageError extends Error {}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = readArgs(args);
  const [attack] = positionals;
  if (values.help) return console.log(USAGE);
  const lasts = (fallback: string) => readFor(values.for ?? fallback);
  const target = (fallback: string) => ({ ...readUrl(values.url), lasts: lasts(fallback) });
  if (attack === "hoarder") {
    const identities = readCount("identities", values.identities, MOST.identities);
    const people = readCount("people", values.people, MOST.people);
    return hoard(target("330s"), identities, people);
  }
  if (attack === "repeater") {
    return repeat(target("10s"), readCount("rate", values.rate, MOST.rate));
  }
  throw new UsageError(`there is no attack "${attack ?? ""}"\n${USAGE}`);
}

// ── The hoarder ─────────────────────────────────────────────────────────────────────────────

/** What came of the identities of one side. `slots`: by when they were granted, ms after the beginning. */
class Side {
  readonly #slots = new Map<string, number>();
  readonly holders = new Set<number>();
  orders = 0;

  granted(who: number, order: string, at: number): void {
    this.holders.add(who);
    if (!this.#slots.has(order)) this.#slots.set(order, at);
  }

  slots(from: number, to = Number.POSITIVE_INFINITY): number {
    return [...this.#slots.values()].filter((at) => at >= from && at < to).length;
  }
}

async function hoard(target: Target, identities: number, people: number): Promise<void> {
  const { transport, sale, lasts } = target;
  let requests = 0;
  const counted: Transport = (request) => {
    requests += 1;
    return transport(request);
  };
  await requireOpen(target);
  const began = Date.now();
  const random = new Random(1);
  const [hoarder, honest] = [new Side(), new Side()];
  let hold = 0;
  const isOver = () => Date.now() - began >= lasts;
  const hoardOne = async (who: number): Promise<void> => {
    const shopper = new Shopper(counted, sale);
    while (!isOver()) {
      const claim = (await shopper.start()).claim;
      if (claim === undefined) return; // sold out
      const { status, body } = await shopper.claim(claim);
      const isOpen = status < 300;
      if (isOpen) hoarder.granted(who, body.order, Date.now() - began);
      if (isOpen) hold ||= body.expiresAt - Date.now();
      if (status >= 400 && body.code !== "full") return;
      // Back at the very moment of the lapse; while it is full, seldom: so 700 requests do.
      const pause = isOpen ? body.expiresAt - Date.now() : random.between(30, 60) * SECOND;
      await wait(Math.max(1, Math.min(pause, lasts - (Date.now() - began))));
    }
  };
  const buyOne = async (who: number): Promise<void> => {
    await wait((who + 1) * (lasts / (people + 1)));
    const shopper = new Shopper(transport, sale);
    while (!isOver()) {
      const claim = (await shopper.start()).claim;
      if (claim === undefined) return;
      const { status, body } = await shopper.claim(claim);
      if (status < 300) {
        honest.granted(who, body.order, Date.now() - began);
        await wait(random.between(5, 20) * SECOND);
        const ordered = await shopper.order(body.order, FORM);
        if (ordered.status < 300) honest.orders += 1;
        return;
      }
      if (body.code !== "full") return;
      await wait(random.between(1, 3) * SECOND);
    }
  };
  const all = [count(identities).map(hoardOne), count(people).map(buyOne)].flat();
  await Promise.all(all.map((one) => one.catch((error) => console.error(error.message))));
  const [first, later] = [hoarder.slots(0, hold), hoarder.slots(hold)];
  console.log(`hoarder: ${requests} requests, ${identities} identities, no order`);
  console.log(`  slots during the first hold (${hold / SECOND} s): ${first}; after it: ${later}`);
  console.log(`people: ${honest.holders.size} of ${people} got a slot, ${honest.orders} ordered`);
  console.log(
    `  slots during the first hold: ${honest.slots(0, hold)}; after it: ${honest.slots(hold)}`,
  );
}

// ── The repeater ────────────────────────────────────────────────────────────────────────────

async function repeat(target: Target, rate: number): Promise<void> {
  const { transport, sale, lasts } = target;
  await requireOpen(target);
  const [repeater, leaver, next] = [0, 1, 2].map(() => new Shopper(transport, sale));
  if (!repeater || !leaver || !next) return;
  const claim = await repeater.claimUrl();
  const held = [await repeater.claim(claim), await leaver.claim()];
  if (held.some(({ status }) => status >= 300) || (await next.claim()).status < 300) {
    throw new UsageError("serve the sale anew, with --gates 1 --slots 2: both slots must be free");
  }
  const statuses = new Map<number, number>();
  const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const ends = Date.now() + lasts;
  const repeating = (async () => {
    for (let sent = 0; Date.now() < ends; ) {
      const due = Math.floor(((lasts - (ends - Date.now())) * rate) / SECOND);
      for (; sent < due; sent++)
        void repeater.click(claim).then(
          ({ status }) => note(status),
          () => note(0),
        );
      await wait(10);
    }
  })();
  await wait(lasts / 2);
  await leaver.release(held[1]?.body.order ?? "");
  const freedAt = Date.now();
  while ((await next.claim()).status >= 300) await wait(SECOND);
  const waited = (Date.now() - freedAt) / SECOND;
  await repeating;
  const answers = [...statuses].map(([status, times]) => `${times} × ${status}`).join(", ");
  console.log(`repeater: ${rate} claims a second for ${lasts / SECOND} s: ${answers}`);
  console.log(
    `the next person, who asks once a second, had the place after ${waited.toFixed(1)} s`,
  );
}

// ── The command line ────────────────────────────────────────────────────────────────────────

async function requireOpen({ transport, sale }: Target): Promise<void> {
  const message: StartMessage = await new Shopper(transport, sale).start().catch((error) => {
    throw new UsageError(`the sale cannot be reached: ${error.message}`);
  });
  if (message.state !== "open") throw new UsageError(`the sale is ${message.state}, not open`);
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ url: { type: "string" }, for: { type: "string" }, help: { type: "boolean" } },
        identities: { type: "string", default: "100" },
        people: { type: "string", default: "60" },
        rate: { type: "string", default: "300" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

function readUrl(value: string | undefined): Pick<Target, "transport" | "sale"> {
  const url = URL.parse(value ?? "");
  const sale = /^\/sales\/([\w-]+)$/.exec(url?.pathname ?? "")?.[1];
  if (!url || sale === undefined) {
    throw new UsageError(
      "--url must be a sale's page, like http://127.0.0.1:8787/sales/aurora-lamp",
    );
  }
  if (url.protocol !== "http:" || !LOOPBACK.has(url.hostname)) {
    throw new UsageError(`--url ${value}: only a sale on this machine can be attacked`);
  }
  return { transport: fetchFrom(url.origin), sale };
}

function readFor(value: string): number {
  const lasts = duration(value);
  if (lasts !== undefined && lasts >= SECOND && lasts <= MOST.for) return lasts;
  throw new UsageError(`--for ${value}: it must be a duration from 1s to 15m, like 330s`);
}

function readCount(name: string, value: string, most: number): number {
  if (/^[1-9]\d{0,3}$/.test(value) && Number(value) <= most) return Number(value);
  throw new UsageError(`--${name} ${value}: it must be a whole number from 1 to ${most}`);
}

const count = (length: number) => Array.from({ length }, (_, index) => index);

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
