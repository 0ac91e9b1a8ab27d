/** What a start script says of a draw. */
import type { DrawMessage, Sale, SaleState } from "../contract.ts";
import type { News } from "../gate/messages.ts";
import type { Drawn } from "../tokens/tokens.ts";
import { lateNumber, numberOf } from "./number.ts";
import { checkSeed, type DrawSecret, seedOf } from "./seed.ts";

export interface DrawTold {
  /** What everybody is told. */
  message: DrawMessage;
  /** What a shopper is told besides; nothing before the start. `cameAt`: ms since 1970. */
  drawn(shopper: string, cameAt: number): Promise<Drawn | undefined>;
}

/**
 * Throws `MissingSecret` where this deployment has no seed, or another one than the draw began with. `news`:
 * what this isolate knows, which may be nothing yet: then nobody has been called as far as it can say.
 */
export async function drawToldBy(
  env: DrawSecret,
  sale: Pick<Sale, "slug" | "startsAt">,
  news: News["draw"],
  state: SaleState,
): Promise<DrawTold> {
  const seed = await seedOf(env, sale.slug);
  checkSeed(seed, news?.commitment);
  if (state === "upcoming") {
    return { message: { commitment: seed.commitment }, drawn: async () => undefined };
  }
  const { called = 0, startsAt = sale.startsAt, crowd, pace } = news ?? {};
  const line = { ...(crowd !== undefined && { crowd }), ...(pace !== undefined && { pace }) };
  const drawn = async (shopper: string, cameAt: number): Promise<Drawn> => {
    const isLate = cameAt >= startsAt;
    const number = isLate
      ? lateNumber(cameAt, startsAt)
      : await numberOf(seed.bytes, sale.slug, shopper);
    return { number, called };
  };
  return { message: { seed: seed.text, called, ...line }, drawn };
}
