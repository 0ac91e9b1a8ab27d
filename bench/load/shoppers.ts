/** Returning shoppers: what their browsers bear, signed with the key that the Worker has. */
import { newShopper, newSlot } from "../../edge/ids.ts";
import { keysOf } from "../../edge/tokens/keys.ts";
import { signOrder, signShopper, signStart } from "../../edge/tokens/tokens.ts";

export interface Shopper {
  cookie: string;
  /** A claim URL out of a start script. */
  claim: string;
}

/** `lapsed`: each also bears the cookie of a slot that has lapsed, so that no notice is for him. */
export async function makeShoppers(
  count: number,
  { sale, signingKey, lapsed }: { sale: string; signingKey: string; lapsed: boolean },
): Promise<Shopper[]> {
  const keys = await keysOf({ SIGNING_KEY: signingKey } as Parameters<typeof keysOf>[0]);
  const one = async (): Promise<Shopper> => {
    const id = newShopper();
    const cookies = [`shopper=${await signShopper(keys, id)}`];
    if (lapsed) {
      const token = { sale, gate: 0, shopper: id, slot: newSlot() };
      cookies.push(`order-${sale}=${await signOrder(keys, token)}`);
    }
    const claim = `/claim/${await signStart(keys, sale, id, Date.now())}`;
    return { cookie: cookies.join("; "), claim };
  };
  return Promise.all(Array.from({ length: count }, one));
}
