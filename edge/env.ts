import built from "../build/sales.json";
import type { Sale, Sales } from "./contract.ts";
import type { DoorSettings } from "./door/proof.ts";
import { type DrawSecret, seedOf } from "./draw/seed.ts";
import type { GateSale } from "./gate/messages.ts";
import type { MailBinding } from "./outbox/mail.ts";
import type { OrderMessage } from "./outbox/payload.ts";
import type { OrderService } from "./outbox/service-binding.ts";

/**
 * The bindings that `wrangler types` finds in wrangler.toml, and further ones that a deployment may
 * have.
 */
export interface Bindings extends Env, DoorSettings, DrawSecret {
  /** The previous signing key, whose tokens are still accepted. */
  SIGNING_KEY_PREVIOUS?: string;
  /** Where orders go, together with the secret that signs them (`whsec_` and base64). */
  ORDER_SYSTEM_URL?: string;
  ORDER_SYSTEM_SECRET?: string;
  /** Or: a service binding to the merchant's own Worker. */
  ORDER_SERVICE?: OrderService;
  /** Or: a Cloudflare Queue that the merchant's own Worker consumes. */
  ORDER_QUEUE?: Queue<OrderMessage>;
  /**
   * Confirmations by e-mail: the sender's address, and a way to send. Either Cloudflare's binding, or an
   * e-mail provider over HTTP with the key for it.
   */
  MAIL_FROM?: string;
  MAIL?: MailBinding;
  MAIL_KEY?: string;
  /** The provider's address; Resend's if left out. */
  MAIL_URL?: string;
  /** Lets whoever has it look at the console, and do nothing. */
  VIEWER_KEY?: string;
  /** Where alerts go, together with the secret that signs them (`whsec_` and base64). */
  EVENTS_URL?: string;
  EVENTS_SECRET?: string;
  /** Local serving: replaces the sales that the bundle was built with. */
  SALES?: Sales;
}

/** Every sale of this deployment. */
export function allSales(env: Bindings): Sales {
  return env.SALES ?? (built as Sales);
}

/**
 * The sale of this name; undefined if there is none. Own keys only: `constructor` is not a sale.
 */
export function saleOf(env: Bindings, slug: string): Sale | undefined {
  const sales = allSales(env);
  return Object.hasOwn(sales, slug) ? sales[slug] : undefined;
}

/**
 * Where an object of this sale is made, should this be its first contact; later it changes nothing
 * (https://developers.cloudflare.com/durable-objects/reference/data-location/).
 */
export function placeOf(
  env: Bindings,
  slug: string,
): DurableObjectNamespaceGetDurableObjectOptions {
  const region = saleOf(env, slug)?.region;
  return region === undefined ? {} : { locationHint: region };
}

/** Computed once per sale, because every request needs it. */
const gateSales = new WeakMap<Sale, GateSale>();

/** What a gate needs to know of a sale; what only pages show is left out. */
export function gateSaleOf(sale: Sale): GateSale {
  let known = gateSales.get(sale);
  if (!known) {
    const {
      title: _title,
      lang: _lang,
      shop: _shop,
      door: _door,
      work: _work,
      offer: _offer,
      ...others
    } = sale;
    const {
      perNetwork: _limit,
      revoked: _revoked,
      onePer: _onePer,
      ask: _ask,
      country: _in,
      admission: _admission,
      expected: _expected,
      ...rest
    } = others;
    known = rest;
    gateSales.set(sale, known);
  }
  return known;
}

/** Of draws: a sale that is a race needs nothing of what follows. */
const drawnSales = new WeakMap<Sale, { commitment: string; known: GateSale }>();

/** The same for whoever may be the first to tell a gate of this sale: of a draw, with what is frozen of it. */
export function claimSaleOf(env: Bindings, sale: Sale): GateSale | Promise<GateSale> {
  return sale.admission === undefined ? gateSaleOf(sale) : drawnSaleOf(env, sale);
}

async function drawnSaleOf(env: Bindings, sale: Sale): Promise<GateSale> {
  const { commitment } = await seedOf(env, sale.slug);
  const drawn = drawnSales.get(sale);
  if (drawn?.commitment === commitment) return drawn.known;
  const { expected } = sale;
  const draw = { commitment, ...(expected === undefined ? {} : { expected }) };
  const known = { ...gateSaleOf(sale), draw };
  drawnSales.set(sale, { commitment, known });
  return known;
}

/** The same with what an order notes of the sale: only an order takes it along. */
export function orderSaleOf(sale: Sale): GateSale {
  return sale.offer ? { ...gateSaleOf(sale), offer: sale.offer } : gateSaleOf(sale);
}
