/** A sale in one language, served for real, with what a shopper can hold in it. */
import { readFile } from "node:fs/promises";
import type { Language } from "../../edge/contract.ts";
import { sampleIn, samplesRoot } from "../support/samples.ts";
import { startServe } from "../support/serve.ts";
import { Shopper } from "../support/shopper.ts";

export interface Shop {
  lang: Language;
  origin: string;
  sale: string;
  /** Order URLs: of a place, of an order, and of a place that was given up. */
  place: string;
  ordered: string;
  lapsed: string;
  /** The order's number. */
  number: string;
  /** A page that the Worker hands out only in situations that a test cannot bring about. */
  shell: (path: string) => Promise<string>;
  stop: () => Promise<unknown>;
}

export async function openShop(lang: Language): Promise<Shop> {
  const root = await samplesRoot();
  const options = { sale: sampleIn(lang), "starts-in": "0s", "ends-in": "5h", hold: "1h" };
  const { origin, sale, stop } = await startServe(options, root);
  const [place, ordered, lapsed] = await Promise.all([1, 2, 3].map(() => claim(origin, sale)));
  if (!place || !ordered || !lapsed) throw new Error("no place in the sale");
  const { body } = await ordered.shopper.order(ordered.url);
  await lapsed.shopper.release(lapsed.url);
  return {
    ...{ lang, origin, sale, stop, number: body.orderId },
    ...{ place: place.url, ordered: ordered.url, lapsed: lapsed.url },
    shell: (path) => readFile(`${root}/dist/shell/${path}.html`, "utf8"),
  };
}

async function claim(origin: string, sale: string): Promise<{ shopper: Shopper; url: string }> {
  const shopper = new Shopper({ origin, sale });
  const { body } = await shopper.claim();
  return { shopper, url: body.order };
}
