/** What the Worker tells the operator of one sale (docs/http.md, "Operator"). */
import type { ConsoleStatus } from "../../../edge/contract.ts";

/** As the console's, but asked for once; times are milliseconds since 1970. */
export interface SaleStatus extends Omit<ConsoleStatus, "now"> {
  /** False before the first shopper: another deployment still changes what the sale is made of. */
  frozen: boolean;
  reserve: boolean;
}

export type Position = "on" | "paused" | "ended";

/** The operator's switch, which `state` hides before the start and after the end. */
export function positionOf({ events }: SaleStatus): Position {
  const turns = ["pause", "resume", "end"];
  const last = events.findLast(({ action }) => turns.includes(action))?.action;
  if (last === "end") return "ended";
  return last === "pause" ? "paused" : "on";
}
