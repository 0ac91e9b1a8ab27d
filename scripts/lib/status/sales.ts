/** Which sales are asked about, and how they stand. */
import { loadSaleFiles } from "../../../site/build/sale-files.ts";
import { Missing, saleStatus } from "../operator/client.ts";
import type { SaleStatus } from "../operator/sale-status.ts";
import { type Operator, requireSale } from "../operator/where.ts";
import { project } from "../project.ts";
import { Refusal } from "../refusal.ts";

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
