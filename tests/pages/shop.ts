/** A sale in one language, served for real, with what a shopper can hold in it. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  /** The operator's keys. */
  adminKey: string;
  viewerKey: string;
  /** The order's number. */
  number: string;
  /** A page that the Worker hands out only in situations that a test cannot bring about. */
  shell: (path: string) => Promise<string>;
  stop: () => Promise<unknown>;
}

export async function openShop(lang: Language): Promise<Shop> {
  const root = await samplesRoot();
  const keys = { adminKey: "a".repeat(43), viewerKey: "v".repeat(43) };
  const folder = await mkdtemp(join(tmpdir(), "pages-"));
  const env = join(folder, "env");
  await writeFile(env, `ADMIN_KEY=${keys.adminKey}\nVIEWER_KEY=${keys.viewerKey}\n`);
  const options = { sale: sampleIn(lang), "starts-in": "0s", "ends-in": "5h", hold: "1h", env };
  const serving = await startServe(options, root);
  await rm(folder, { recursive: true });
  const { origin, sale, stop } = serving;
  const [place, ordered, lapsed] = await Promise.all([1, 2, 3].map(() => claim(origin, sale)));
  if (!place || !ordered || !lapsed) throw new Error("no place in the sale");
  const { body } = await ordered.shopper.order(ordered.url);
  await lapsed.shopper.release(lapsed.url);
  return {
    ...keys,
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
