/** What a shopper's order URL leads to by now: an open slot, an order, or an expired slot. */
import type { ReceiptBody, SlotBody } from "../../edge/contract.ts";

/** `expiresAt` in milliseconds since 1970, by the server's clock. */
export type Held =
  | { is: "slot"; expiresAt: number }
  | { is: "ordered"; number: string }
  | { is: "over" };

/** Undefined if it cannot be found out now. Never throws. */
export async function askHeld(order: string): Promise<Held | undefined> {
  try {
    const response = await fetch(order, { headers: { accept: "application/json" } });
    if (response.status === 410) return { is: "over" };
    return response.ok ? heldOf(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

function heldOf({ expiresAt, orderId }: Partial<SlotBody & ReceiptBody>): Held | undefined {
  if (orderId !== undefined) return { is: "ordered", number: orderId };
  return expiresAt === undefined ? undefined : { is: "slot", expiresAt };
}
