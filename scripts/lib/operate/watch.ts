/** Looks at a sale repeatedly until it has ended or the command is interrupted. */

import { loadSaleFiles } from "../../../site/build/sale-files.ts";
import { context } from "../context.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { requireSale } from "../sale-file/sales.ts";
import { Missing, saleStatus, Trouble } from "./client.ts";
import type { SaleStatus } from "./sale-status.ts";
import type { Operator } from "./where.ts";

export interface View {
  show(seen: Seen[]): void;
  /** The connection is broken; it will be tried again. */
  trouble(error: Trouble): void;
}

export interface Watching {
  look: Look;
  view: View;
  /** Milliseconds. */
  every: number;
  untilEnded: boolean;
  signal: AbortSignal;
}

/** Milliseconds: short, so that whoever watches soon hears that nothing answers. */
const PATIENCE = 10_000;

export async function watch({ look, view, every, untilEnded, signal }: Watching): Promise<void> {
  while (!signal.aborted) {
    try {
      const seen = await look(signal, PATIENCE);
      view.show(seen);
      if (untilEnded && haveEnded(seen)) return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Trouble)) throw error;
      view.trouble(error);
    }
    await context()
      .clock.wait(every, signal)
      .catch(() => {});
  }
}

/** Sales that the deployment does not know do not count. */
function haveEnded(seen: Seen[]): boolean {
  const known = seen.flatMap(({ status }) => status ?? []);
  return known.length > 0 && known.every(({ state }) => state === "ended");
}

// ── Which sales ────────────────────────────────────────────────────────────────────────────────
export interface Seen {
  sale: string;
  /** Undefined: the deployment does not know it. */
  status: SaleStatus | undefined;
}
export type Look = (signal?: AbortSignal, patience?: number) => Promise<Seen[]>;

/** One sale, which must be there, or all that have a file. */
export async function looking(
  operator: Operator,
  command: string,
  sale: string | undefined,
): Promise<Look> {
  if (sale !== undefined) {
    const name = requireSale(command, sale);
    return async (...limits) => [
      { sale: name, status: await saleStatus(operator, name, ...limits) },
    ];
  }
  const names = (await loadSaleFiles(project.sales, project.root)).map(({ slug }) => slug);
  if (names.length === 0) throw new Refusal("there is no sale in site/content/sales yet");
  return (...limits) => Promise.all(names.map((name) => lookAt(operator, name, ...limits)));
}

async function lookAt(
  operator: Operator,
  sale: string,
  ...limits: Parameters<Look>
): Promise<Seen> {
  try {
    return { sale, status: await saleStatus(operator, sale, ...limits) };
  } catch (error) {
    if (error instanceof Missing) return { sale, status: undefined };
    throw error;
  }
}
