/** One sale for each door, served together, and those outside who answer for proofs. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { Shopper } from "../../crowd/http/shopper.ts";
import { fetchFrom } from "../../crowd/http/transport.ts";
import type { Door, Proofs } from "../../edge/contract.ts";
import { proofsFor } from "../../scripts/lib/rehearse/proofs.ts";
import { startVerifiers, type Verifiers } from "../../scripts/lib/rehearse/verifiers.ts";
import { ProjectCopy } from "./project-copy.ts";
import { type Serving, startServe } from "./serve.ts";

const SALES = "site/content/sales";
export const SIGNING_KEY = "s".repeat(43);

export interface DoorSales {
  copy: ProjectCopy;
  serving: Serving;
  verifiers: Verifiers;
  stop(): Promise<void>;
}

export const saleBehind = (door: string) => `lamp-${door}`;

/** `lamp-<door>` for each, open since a minute ago. `more`: further lines of a sale's file. */
export async function serveDoors(
  doors: string[],
  more: Record<string, string> = {},
): Promise<DoorSales> {
  const verifiers = await startVerifiers();
  const copy = new ProjectCopy();
  for (const door of doors) makeSale(copy, door, more[door] ?? "");
  const all = { SIGNING_KEY, ...verifiers.settings };
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(copy.path("env"), lines.join(""));
  const serving = await serveAgain(copy, doors);
  const sales: DoorSales = {
    ...{ copy, serving, verifiers },
    stop: async () => {
      await sales.serving.stop();
      verifiers.stop();
      copy.remove();
    },
  };
  return sales;
}

/** A shopper who comes to one of these sales. */
export function comeTo({ serving }: DoorSales, door: string, options?: { cookies: boolean }) {
  return new Shopper(fetchFrom(serving.origin), saleBehind(door), options);
}

/** The proof of a person, whom the number tells from others. `shopper`: whose page works for it. */
export async function proofOf(
  sales: DoorSales,
  door: Door,
  person: number,
  shopper: Shopper = comeTo(sales, door),
): Promise<Proofs> {
  const { memberKey } = sales.verifiers;
  const making = { sale: saleBehind(door), door, signingKey: SIGNING_KEY, memberKey };
  const prove = await proofsFor({ ...making, visitors: person + 1 });
  return (await prove(person, shopper)) ?? {};
}

/** As it stands in the copy now. */
export function serveAgain(copy: ProjectCopy, [door = ""]: string[]): Promise<Serving> {
  const options = { sale: saleBehind(door), "starts-in": "0s", env: copy.path("env") };
  return startServe(options, copy.root);
}

/** The sample with a door. */
function makeSale(copy: ProjectCopy, door: string, more: string): void {
  cpSync(copy.path(SALES, "aurora-lamp"), copy.path(SALES, saleBehind(door)), { recursive: true });
  const at = (ms: number) => `${new Date(Date.now() + ms).toISOString().slice(0, 19)}Z`;
  editSale(copy, door, (text) =>
    text
      .replace(/^startsAt:.*$/m, `startsAt: ${at(-60_000)}\ndoor: ${door}\nwork: 1s${more}`)
      .replace(/^endsAt:.*$/m, `endsAt: ${at(7 * 3_600_000)}`),
  );
}

export function editSale(copy: ProjectCopy, door: string, edit: (text: string) => string): void {
  const file = copy.path(SALES, saleBehind(door), "index.md");
  writeFileSync(file, edit(readFileSync(file, "utf8")));
}
