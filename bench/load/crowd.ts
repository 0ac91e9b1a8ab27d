/** A crowd before one sale: each shopper does what the page does for him. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, openAll } from "../../crowd/http/connection.ts";
import { ConnectionPool } from "../../crowd/http/connection-pool.ts";
import { get, post } from "../../crowd/http/request.ts";
import type { Crowd } from "./jobs.ts";

const FORM = JSON.stringify({ name: "Ada Lovelace", email: "ada@example.com" });

/** All crowds come in the same `ms`, so that the only difference between them is their size. */
export async function crowds(
  port: number,
  sizes: { sale: string; shoppers: number }[],
  { ms, pause }: { ms: number; pause: number },
): Promise<Crowd[]> {
  const line = new ConnectionPool(await openAll(port, 64));
  try {
    return await Promise.all(sizes.map((size) => crowd({ line, pause }, size, ms)));
  } finally {
    line.close();
  }
}

/** Where a shopper asks, and how long he takes at the least: see the job. */
interface Way {
  line: ConnectionPool;
  pause: number;
}

async function crowd(way: Way, size: { sale: string; shoppers: number }, ms: number) {
  const told: Crowd = { ...size, bought: 0, soldOut: 0, requests: 0, seconds: 0 };
  const begun = performance.now();
  const everybody: Promise<void>[] = [];
  for (let i = 0; i < size.shoppers; i++) {
    const early = begun + (ms * i) / size.shoppers - performance.now();
    if (early > 1) await sleep(early);
    everybody.push(shop(way, told));
  }
  await Promise.all(everybody);
  told.seconds = (performance.now() - begun) / 1000;
  return told;
}

/** The start script, a claim, the form; a refusal that may pass is waited out. */
async function shop(way: Way, told: Crowd): Promise<void> {
  const jar = new Map<string, string>();
  for (;;) {
    const { claim, reason } = readStart(
      await ask(way.line, told, jar, `/start/${told.sale}.js?v=1`),
    );
    const is = claim === undefined ? (reason ?? "closed") : await buy(way, told, jar, claim);
    if (is === "bought") told.bought += 1;
    if (is === "sold_out") told.soldOut += 1;
    if (is === "bought" || is === "sold_out") return;
    if (is !== "full" && is !== "slot_expired") throw new Error(`a shopper was told ${is}`);
    await pass(way.pause);
  }
}

async function buy(way: Way, told: Crowd, jar: Jar, claim: string): Promise<string> {
  const claimed = await ask(way.line, told, jar, claim, "");
  if (claimed.status !== 201) return JSON.parse(claimed.body).code;
  const { order } = JSON.parse(claimed.body);
  for (;;) {
    await pass(way.pause);
    const placed = await ask(way.line, told, jar, order, FORM);
    if (placed.status === 201) return "bought";
    const { code } = JSON.parse(placed.body);
    if (code !== "full") return code;
  }
}

type Jar = Map<string, string>;

/** Without a body: GET. Keeps the cookies of the answer. */
async function ask(line: ConnectionPool, told: Crowd, jar: Jar, path: string, body?: string) {
  const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
  const answer = await line.ask(body === undefined ? get(path, cookie) : post(path, cookie, body));
  told.requests += 1;
  for (const [, name = "", value = ""] of answer.head.matchAll(/\r\nset-cookie: ([^=]+)=([^;]*)/gi))
    jar.set(name, value);
  return answer;
}

function readStart({ body }: Answer): { claim?: string; reason?: string } {
  return JSON.parse(body.slice("saleStart(".length, -");".length));
}

/** Once to twice as long. */
function pass(ms: number): Promise<void> {
  return sleep(ms * (1 + Math.random()));
}
