/** What the Worker tells the operator of one sale (docs/http.md, "Operator"). */
import type { Code, DrawStatus, OperatorEvent, StartMessage } from "../../../edge/contract.ts";

export interface SaleStatus {
  sale: string;
  state: StartMessage["state"];
  /** Times: milliseconds since 1970. Missing when the sale's file is gone. */
  startsAt?: number;
  endsAt?: number;
  /** False before the first shopper: another deployment still changes what the sale is made of. */
  frozen: boolean;
  /** `gates` to `stock` as they were frozen. `slots`: of each gate. */
  gates: number;
  slots: number;
  reserve: boolean;
  stock: number;
  sold: number;
  left: number;
  slotsOpen: number;
  /** At least. */
  refusals: Partial<Record<Code, number>>;
  deliveries: Deliveries;
  /** Gates that did not answer; what they know is missing. */
  silent: number[];
  /** The operator's log, oldest first. */
  events: OperatorEvent[];
  endedAt?: number;
  /** Only of a draw. */
  draw?: DrawStatus;
}

/** Orders, by how they stand with the order system. */
interface Deliveries extends Record<DeliveryState, number> {
  /** The last attempt that failed. `status`: HTTP's, 0 without an answer. */
  failure?: { at: number; status: number; error?: string };
}
export const DELIVERY_STATES = ["waiting", "delivered", "undelivered", "stopped", "kept"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Position = "on" | "paused" | "ended";

/** The operator's switch, which `state` hides before the start and after the end. */
export function positionOf({ events }: SaleStatus): Position {
  const turns = ["pause", "resume", "end"];
  const last = events.findLast(({ action }) => turns.includes(action))?.action;
  if (last === "end") return "ended";
  return last === "pause" ? "paused" : "on";
}
