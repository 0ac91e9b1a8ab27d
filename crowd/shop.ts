/**
 * What a visitor can do at a sale: the port between the crowd and whatever it comes to. `rehearse`
 * brings the real site and Worker, `plan` and the simulation a sale in virtual time.
 */
import type { StartMessage } from "../edge/contract.ts";
import type { Outcome } from "../site/client/claim.ts";

/**
 * What came of a form that was sent. `full`: no unit in reach, the slot is kept. `taken`: somebody else
 * has ordered with this contact.
 */
export type Placed = "placed" | "full" | "taken" | "expired" | "sold_out" | "closed" | "failed";

/** One visitor's access to the sale. Nothing here throws. */
export interface Shop {
  /** Ms since 1970, by the server's clock. */
  now(): number;
  /** The sale's start, ms since 1970. */
  readonly startsAt: number;
  /** Calls back after so many ms; the returned function cancels it. */
  after(ms: number, call: () => void): () => void;
  /** The product page and what it needs, from the CDN: no code of ours. */
  loadPage(): Promise<void>;
  /** `GET /start/…`; undefined when none came. */
  startScript(): Promise<StartMessage | undefined>;
  /**
   * Takes a proof to the sale's door, as the page does by itself. False without a proof, and when it is
   * refused.
   */
  enter(): Promise<boolean>;
  /** `POST /claim/…` as the page's script does it. */
  claim(url: string): Promise<Outcome>;
  /** `GET /order/…` as a browser: the order form. False when there is none. */
  openForm(url: string): Promise<boolean>;
  /** `POST /order/…` as a browser; when placed, `GET /order/…` for the receipt follows. */
  order(url: string): Promise<Placed>;
  /** A jumper's `JUMPS` claims with made-up tokens, before the start. */
  jump(): Promise<void>;
  /**
   * A forger's attempts, all of which must be refused: three with its own claim URL (if the sale was
   * open), one with another's claim URL, three with another's order URL, one with a lapsed one, as far
   * as there are any.
   */
  forge(claim: string | undefined): Promise<void>;
}

/** Requests of a jumper at each of its moments, beside the start script. */
export const JUMPS = 3;

export function wait(shop: Shop, ms: number): Promise<void> {
  return new Promise((resolve) => void shop.after(Math.max(0, ms), resolve));
}
