/**
 * What the site, the command line and the Worker share: a sale's file, what the Worker knows of it,
 * and the messages between them. `site` imports nothing else from `edge`, and `edge` imports nothing
 * from outside.
 */

import ms from "ms";
import * as z from "zod/mini";
import type { CancelReason, ConsoleOrder, DeliveryState, Offer, OrderLife } from "./order.ts";
import { ASKED, type Asked } from "./order-form.ts";
import { isBlank, isOneLine, lengthOf } from "./text.ts";

// ── A sale's file ───────────────────────────────────────────────────────────────────────────

/** A sale's name, used in URLs, in tokens and in the names of its objects. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** The longest name with which a start script with two tokens still fits 600 bytes. */
export const SLUG_MAX = 26;

/** A sale with more units than this is not a flash sale. */
export const MAX_STOCK = 1_000_000;

/** The languages of the pages; `site/messages` has their texts. */
export const LANGUAGES = ["en", "en-US", "zh", "de", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where a sale's objects can be asked to live: the platform's location hints. */
const REGIONS = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"] as const;
export type Region = (typeof REGIONS)[number];

/** Milliseconds in "90s", "1.5m", "7d"; undefined for all else, also for "1.000s", which may be a thousand. */
export function duration(text: string): number | undefined {
  if (!/^-?\d+(?:\.\d{1,2})?(?:ms|s|m|h|d)$/.test(text)) return undefined;
  return ms(text as ms.StringValue);
}

// All of these are functions, so that a bundle that needs only a constant does not include zod.
const text = (max: number) =>
  z.string({ error: "must be text" }).check(
    z.trim(),
    z.refine((value) => !isBlank(value), { error: "must not be empty", abort: true }),
    z.refine(isOneLine, {
      error: "must be one line, without line breaks, tabs and other control characters",
      abort: true,
    }),
    z.refine((value) => lengthOf(value) <= max, `must be at most ${max} characters`),
  );

const whole = (min: number, max: number, example: string) =>
  z
    .number({ error: `must be a whole number, like ${example}` })
    .check(
      z.int(`must be a whole number, like ${example}`),
      z.gte(min, `must be at least ${min}`),
      z.lte(max, `must be at most ${max}`),
    );

const instant = () =>
  z.string({ error: NO_OFFSET }).check(
    z.refine((value) => timeProblem(value) === undefined, {
      error: ({ input }) => timeProblem(String(input)),
      // Or else it would be compared, and be an end before its start too.
      abort: true,
    }),
  );

const NO_OFFSET =
  "must be a time with its offset from UTC, like 2026-11-27T10:00:00+01:00 (without the offset, nobody knows which ten o'clock)";

const TIME =
  /^(?<date>\d{4}-\d\d-\d\d)T(?<clock>\d\d:\d\d(?::\d\d)?)(?<part>\.\d+)?(?<offset>Z|[+-]\d\d:\d\d)?$/;

/** "must …" for what is no time of a sale; only the first thing that is wrong with it. */
function timeProblem(text: string): string | undefined {
  const { date, clock = "", part = "", offset } = TIME.exec(text)?.groups ?? {};
  if (date === undefined) return NO_OFFSET;
  const day = dayProblem(date);
  if (day !== undefined) return day;
  if (!/^(?:[01]\d|2[0-3])(?::[0-5]\d)+$/.test(clock)) {
    return "must be a time that clocks show: hours from 00 to 23, minutes and seconds from 00 to 59";
  }
  if (offset === undefined) return NO_OFFSET;
  if (!/^(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)$/.test(offset)) {
    return "must have an offset that places have: from -12:00 to +14:00";
  }
  return /[1-9]/.test(part) ? "must be a whole second, since pages count in seconds" : undefined;
}

/** "must …" for a day that no calendar has; `date` is like 2026-11-27. */
export function dayProblem(date: string): string | undefined {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  if (month < 1 || month > 12) return `must be a day that exists: there is no month ${month}`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day >= 1 && day <= days) return undefined;
  const name = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
  const which = `${name.format(Date.UTC(year, month - 1))} ${year}`;
  return `must be a day that exists: ${which} has ${days} days`;
}

const period = (min: number, max: number) =>
  z.string({ error: "must be a duration, like 2m" }).check(
    z.refine(
      (value) => {
        const length = duration(value);
        return length !== undefined && length >= min && length <= max;
      },
      `must be a duration from ${ms(min)} to ${ms(max)}, like 90s or 2m`,
    ),
  );

const link = () =>
  z
    .string({ error: "must be a link" })
    .check(
      z.regex(
        /^(?:https:\/\/\S+|\/\S*|mailto:\S+@\S+)$/,
        "must be a link: https://…, mailto:… or a path that begins with /",
      ),
    );

/** So large that nobody means it, and small enough that all its decimals are exact. */
const MAX_PRICE = 999_999_999;
const money = () =>
  z
    .number({ error: "must be a number, like 19.9" })
    .check(z.gte(0, "must not be negative"), z.lte(MAX_PRICE, `must be at most ${MAX_PRICE}`));

const asked = () =>
  z
    .array(z.enum(ASKED, { error: `must be among: ${ASKED.join(", ")}` }), {
      error: "must be a list, like [address, phone]",
    })
    .check(z.refine((list) => new Set(list).size === list.length, "must name each field once"));

/** An ISO 4217 code. `Intl` has the list, so every accepted currency can also be formatted. */
const currency = () =>
  z
    .string({ error: "must be an ISO 4217 code, like EUR" })
    .check(
      z.refine(
        (code) => Intl.supportedValuesOf("currency").includes(code),
        "must be an ISO 4217 code in capitals, like EUR, USD or CNY",
      ),
    );

/** The hint about quotes is there because YAML treats an unquoted # as a comment. */
const color = () =>
  z
    .string({ error: 'must be a colour in quotes, as # and six hexadecimal digits: "#b93c0a"' })
    .check(z.regex(/^#[0-9a-fA-F]{6}$/, 'must be # and six hexadecimal digits, like "#b93c0a"'));

/** What a marketer may choose; `site/build/theme.ts` derives every other colour. */
export interface Colors {
  accent?: string | undefined;
  paper?: string | undefined;
  ink?: string | undefined;
}
const colors = () =>
  z.strictObject(
    { accent: z.optional(color()), paper: z.optional(color()), ink: z.optional(color()) },
    {
      error: (issue) =>
        issue.code === "invalid_type"
          ? 'must be colours by name, like accent: "#b93c0a"'
          : undefined,
    },
  );

/** Generic families, which every device has; a font stack must end with one. */
export const GENERIC_FONTS = [
  "serif",
  "sans-serif",
  "monospace",
  "cursive",
  "system-ui",
  "ui-serif",
  "ui-sans-serif",
  "ui-monospace",
  "ui-rounded",
];

/** Only letters, digits, spaces and hyphens, so that no name can end its CSS declaration. */
const FONT = /^-?\p{L}[\p{L}\p{N} -]*$/u;

const font = () =>
  z.string({ error: "must be a font stack, like Georgia, serif" }).check(
    z.maxLength(200, "must be at most 200 characters"),
    z.refine(
      (stack) => fontsIn(stack).every((name) => FONT.test(name)),
      "must be font names separated by commas, each of letters, digits, spaces and hyphens, like Georgia, serif",
    ),
    z.refine(
      (stack) => GENERIC_FONTS.includes(fontsIn(stack).at(-1) ?? ""),
      `must end with a family that every device has: ${GENERIC_FONTS.join(", ")}`,
    ),
  );

/** The names in a font stack, without their quotes. */
export function fontsIn(stack: string): string[] {
  return stack.split(",").map((name) => name.trim().replace(/^(["'])(.*)\1$/, "$2"));
}

const origin = () =>
  z
    .string({ error: "must be the shop's address, like https://shop.example" })
    .check(
      z.regex(
        /^https:\/\/[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]{1,5})?$/,
        "must be the shop's address in lower case and without a path, like https://shop.example",
      ),
    );

// ── The door ────────────────────────────────────────────────────────────────────────────────

/** Who may be a shopper; each is explained in docs/door.md. */
export const DOORS = ["open", "work", "turnstile", "members", "invites"] as const;
/** A door that asks for a proof. */
export type Door = Exclude<(typeof DOORS)[number], "open">;

/** What the door `work` takes a mid-range phone when the sale's file does not say how long, in ms. */
export const USUAL_WORK = 4_000;

/** What one order each can be asked for: see `onePer`. */
const CONTACTS = ["email", "phone", "address"] as const;
export type ContactField = (typeof CONTACTS)[number];

/**
 * New shoppers a minute from one network. Each is a `[[ratelimits]]` binding of its own in
 * wrangler.toml, since the platform fixes a binding's limit when it is deployed.
 */
const NETWORK_LIMITS = [60, 600, 6000] as const;
export type NetworkLimit = (typeof NETWORK_LIMITS)[number];

const contacts = () =>
  z
    .array(z.enum(CONTACTS, { error: `must be among: ${CONTACTS.join(", ")}` }), {
      error: "must be a list, like [email]",
    })
    .check(
      z.minLength(1, "must not be empty (leave it out to allow any number of orders per contact)"),
      z.refine((list) => new Set(list).size === list.length, "must name each contact once"),
    );

/** ISO 3166-1, as `Intl` knows it: a code without a name is shown as itself. */
const country = () =>
  z
    .string({ error: "must be an ISO 3166 code, like DE" })
    .check(
      z.refine(
        (code) =>
          /^[A-Z]{2}$/.test(code) &&
          new Intl.DisplayNames("en", { type: "region" }).of(code) !== code,
        "must be an ISO 3166 code in capitals, like DE, US or CN",
      ),
    );

/**
 * The keys of a sale's frontmatter. `image` is a parameter, because Astro has its own type for
 * pictures.
 */
export function saleSchema<Image extends z.ZodMiniType>(image: Image) {
  return z
    .strictObject({
      title: text(120),
      tagline: z.optional(text(200)),
      image,
      imageAlt: text(300),
      price: money(),
      listPrice: z.optional(money()),
      currency: currency(),
      stock: whole(1, MAX_STOCK, "50"),
      startsAt: instant(),
      endsAt: instant(),
      shipping: text(200),
      payment: text(200),
      gates: z._default(whole(1, 1000, "10"), 10),
      slots: z._default(whole(1, 1000, "10"), 10),
      hold: z._default(period(5_000, 3_600_000), "2m"),
      reserve: z._default(z.boolean({ error: "must be true or false" }), false),
      lang: z._default(
        z.enum(LANGUAGES, { error: `must be one of: ${LANGUAGES.join(", ")}` }),
        "en",
      ),
      ask: z.optional(asked()),
      payWithin: z.optional(period(60_000, 7 * 86_400_000)),
      again: z._default(z.boolean({ error: "must be true or false" }), false),
      retain: z.optional(period(8 * 86_400_000, 3_660 * 86_400_000)),
      door: z._default(z.enum(DOORS, { error: `must be one of: ${DOORS.join(", ")}` }), "open"),
      work: z._default(period(1_000, 60_000), `${USUAL_WORK / 1_000}s`),
      perNetwork: z._default(
        z.literal(NETWORK_LIMITS, { error: `must be one of: ${NETWORK_LIMITS.join(", ")}` }),
        600,
      ),
      revoked: z.optional(z.array(text(60), { error: "must be a list of labels, like [press]" })),
      onePer: z.optional(contacts()),
      admission: z._default(
        z.enum(["race", "draw"], { error: "must be one of: race, draw" }),
        "race",
      ),
      expected: z.optional(whole(1, 10_000_000, "100000")),
      country: z.optional(country()),
      region: z.optional(z.enum(REGIONS, { error: `must be one of: ${REGIONS.join(", ")}` })),
      draft: z._default(z.boolean({ error: "must be true or false" }), false),
      colors: z.optional(colors()),
      font: z.optional(font()),
      shop: z.optional(origin()),
      seller: text(300),
      terms: link(),
      privacy: link(),
      imprint: z.optional(link()),
      contact: link(),
    })
    .check(
      z.refine((sale) => Date.parse(sale.endsAt) > Date.parse(sale.startsAt), {
        path: ["endsAt"],
        error: "must be later than startsAt",
      }),
      z.refine((sale) => sale.listPrice === undefined || sale.listPrice > sale.price, {
        path: ["listPrice"],
        error: "must be higher than price (leave it out when there is no higher one)",
      }),
      z.refine((sale) => sale.expected === undefined || sale.admission === "draw", {
        path: ["expected"],
        error: "is only for a draw: add admission: draw, or leave it out",
      }),
      z.refine((sale) => sale.country !== undefined || !sale.onePer?.includes("phone"), {
        path: ["country"],
        error:
          "must say in which country a phone number without + is, like DE, because onePer names phone",
      }),
    );
}

// ── What the Worker knows of a sale ─────────────────────────────────────────────────────────

/** Times are milliseconds since 1970, `hold` is milliseconds. */
export interface Sale {
  slug: string;
  title: string;
  lang: Language;
  startsAt: number;
  endsAt: number;
  stock: number;
  gates: number;
  slots: number;
  hold: number;
  reserve: boolean;
  /** The shop's address: the only site that may show this sale's pages in a frame. */
  shop?: string;
  /** What must be filled in besides name and email. */
  ask?: Asked[];
  /** How long after the end shoppers' data is erased, in milliseconds; without it, never. */
  retain?: number;
  /** An order that is not reported paid so many milliseconds after it was placed is cancelled. */
  payWithin?: number;
  /** Whether a shopper whose order was cancelled may order again. */
  again?: boolean;
  /** What an order notes of the sale. */
  offer?: Offer;
  /** Who may be a shopper; everybody without it. */
  door?: Door;
  /** How long a mid-range phone works for its pass at the door `work`, in ms. */
  work?: number;
  /** New shoppers a minute from one network; 600 without it. */
  perNetwork?: NetworkLimit;
  /** Labels of invites that no longer let anybody in. */
  revoked?: string[];
  /** The contacts that one order each can be placed with. */
  onePer?: ContactField[];
  /** The seller's (ISO 3166), where a phone number without + is too. */
  country?: string;
  /** Where its objects are made at first contact; without it, near whoever comes first. */
  region?: Region;
  /** How slots are shared out: by a draw, or to whoever comes first without it. */
  admission?: "draw";
  /** Of a draw: about how many shoppers will come, as the shop guesses. */
  expected?: number;
}

/** By slug. The build writes them to `build/sales.json`, which the Worker's bundle includes. */
export type Sales = Record<string, Sale>;

// ── On the wire ─────────────────────────────────────────────────────────────────────────────

export const SHOPPER_COOKIE = "shopper";

export type SaleState = "upcoming" | "open" | "paused" | "ended";
export type EndReason = "sold_out" | "closed";

/** The argument of `saleStart(…)` in the start script. Times are milliseconds since 1970. */
export interface StartMessage {
  sale: string;
  state: SaleState;
  /** The server's time when it answered. */
  now: number;
  startsAt: number;
  endsAt: number;
  /** The claim URL, only when open. */
  claim?: string;
  /** The order URL, only for a shopper who holds a slot or an order. */
  order?: string;
  reason?: EndReason;
  sold?: number;
  endedAt?: number;
  /** Which proof `POST /enter/<sale>` takes; only while this shopper has no pass, and then there is no `claim`. */
  door?: Door;
  /** Seconds: too many new shoppers come from this network, so there is no `claim` before then. */
  retryAfter?: number;
  /** Of a draw (docs/draw.md); the shopper's own only once the seed is revealed, at the start. */
  draw?: DrawMessage;
}

/**
 * Before the start only the commitment. From the start on the seed, how far numbers have been called as
 * far as this isolate knows (so at least; 0 when it knows nothing yet), and what is the shopper's own.
 */
export interface DrawMessage {
  /** SHA-256 of the seed's 32 bytes, base64url as the seed is. */
  commitment?: string;
  seed?: string;
  /** In [0, 1) for whoever was there before the start, from 1 on for the others (docs/draw.md). */
  number?: number;
  /** Numbers below this one have been called. It only ever grows; 2 once everybody is called. */
  called?: number;
  /** The shopper's id, that the number can be recomputed from. */
  shopper?: string;
  /**
   * About how many shoppers there are for each whole number on this side of 1, among those who still come
   * when they are called; missing while nobody can say. So about `(number - called) * crowd` are before
   * a shopper with a number below 1.
   */
  crowd?: number;
  /** How much `called` grew per second over the last minute; missing until it has. */
  pace?: number;
}

/** What `GET /enter/<sale>` tells of the door, so that a page can prepare its proof. */
export interface DoorMessage {
  sale: string;
  door: Door;
  /** `work`: a challenge of the ALTCHA protocol, version 2, to be solved before it expires. */
  challenge?: WorkChallenge;
  /** `work`: the solution's counter is below this, so that progress can be shown. */
  most?: number;
  /** `turnstile`: what the widget is made with. */
  siteKey?: string;
  action?: string;
}

/** A challenge as ALTCHA's solvers take it; `data` binds it to a sale and a shopper. */
interface WorkChallenge {
  parameters: {
    algorithm: string;
    nonce: string;
    salt: string;
    cost: number;
    keyLength: number;
    keyPrefix: string;
    keySignature?: string;
    /** Seconds since 1970. */
    expiresAt?: number;
    data?: Record<string, string | number | boolean | null>;
  };
  signature?: string;
}

/** The body of `POST /enter/<sale>`; only the proof of the sale's door is read. */
export interface Proofs {
  work?: { challenge: WorkChallenge; solution: { counter: number; derivedKey: string } };
  turnstile?: string;
  member?: string;
  invite?: string;
}

/** `pass`: what a client without cookies sends as `&pass=`. `expiresAt`: ms since 1970. */
export interface PassBody {
  sale: string;
  door: Door;
  pass: string;
  expiresAt: number;
}

/** Why a proof was refused: see "A door, to the letter" in the contract. */
export type NotAdmitted =
  | "proof_missing"
  | "proof_invalid"
  | "proof_expired"
  | "proof_used"
  | "door_closed"
  | "unavailable";

/** Every refusal that has a code, and its HTTP status. */
export const STATUS = {
  invalid: 400,
  unauthorized: 401,
  bad_token: 403,
  not_admitted: 403,
  cross_site: 403,
  read_only: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_ordered: 409,
  order_cancelled: 409,
  contact_used: 409,
  slot_expired: 410,
  sold_out: 410,
  closed: 410,
  too_large: 413,
  unsupported_type: 415,
  too_early: 425,
  too_many: 429,
  internal: 500,
  full: 503,
  paused: 503,
  waiting: 503,
} as const;
export type Code = keyof typeof STATUS;

/** `Retry-After` in seconds, for the refusals where waiting helps. */
export const RETRY_AFTER: Partial<Record<Code, number>> = {
  full: 1,
  waiting: 2,
  paused: 5,
  too_many: 60,
};

export interface SlotBody {
  sale: string;
  expiresAt: number;
}
/** The answer to the order itself says nothing yet of what has become of it. */
export interface ReceiptBody extends Omit<OrderLife, "reason"> {
  orderId: string;
  sale: string;
  placedAt: number;
  /** In a draw: the number that was called. */
  number?: number;
  why?: CancelReason;
}
export interface ClaimBody {
  order: string;
  expiresAt: number;
}
/** The body of a refusal; each code has its own further fields. */
export interface RefusalBody {
  code: Code;
  reason?: NotAdmitted;
  /** When the door opens, if it has not yet; ms since 1970. */
  opensAt?: number;
  startsAt?: number;
  orderId?: string;
  order?: string;
  fields?: Record<string, string>;
  /** `waiting`: the shopper's own, and how far numbers have been called. */
  number?: number;
  called?: number;
}

// ── The console ─────────────────────────────────────────────────────────────────────────────

/**
 * One line of the operator's log. `stock` is the total after a restock, `by` the name given at the
 * console (nobody's, for a bare key), `order` the order that it was about. `at`: ms since 1970.
 */
export interface OperatorEvent {
  at: number;
  action: "pause" | "resume" | "end" | "restock" | "redeliver" | "cancel" | "paid";
  stock: number | null;
  by?: string;
  order?: string;
}

/** One line of the list of all sales. Times are milliseconds since 1970. */
export interface ConsoleSale {
  sale: string;
  title: string;
  state: SaleState;
  startsAt: number;
  endsAt: number;
  stock: number;
  sold: number;
}

/** One sale, live; the whole of it is in docs/http.md, "Operator". Times are milliseconds since 1970. */
export interface ConsoleStatus {
  sale: string;
  state: SaleState;
  /** Missing when the sale's file is gone. */
  startsAt?: number;
  endsAt?: number;
  endedAt?: number;
  gates: number;
  /** Of each gate. */
  slots: number;
  stock: number;
  /** Units in an order that stands, and those of cancelled orders, which are for sale again. */
  sold: number;
  cancelled: number;
  left: number;
  slotsOpen: number;
  /** New shoppers: browsers that had not been here before. At least. */
  visitors: number;
  /** By code, at least so many. */
  refusals: Record<string, number>;
  /** Orders that stand: paid, and to be paid online or by a certain time. */
  payments: { paid: number; awaiting: number };
  /** Orders by the state of their delivery; payments, cancellations and e-mails that did not get out. */
  deliveries: Record<DeliveryState, number> & {
    eventsWaiting?: number;
    eventsUndelivered?: number;
    mailsWaiting?: number;
    mailsUndelivered?: number;
    failure?: { at: number; since?: number; status: number; error?: string };
  };
  /** Gates that did not answer. */
  silent: number[];
  events: OperatorEvent[];
  /** A draw: numbers below this one have been called. */
  called?: number;
  /** The rest of a draw, whose steps only `GET /admin/sales/<sale>` tells. */
  draw?: DrawStatus;
  /** How old the oldest of these numbers is, and the Worker's clock when they were sent. */
  asOf: number;
  now: number;
}

/** What proves a draw. Times are milliseconds since 1970. */
export interface DrawStatus {
  commitment: string;
  /** From the start on. */
  seed?: string;
  /** Whoever came before this was there before the start; frozen when the first number is called. */
  startsAt?: number;
  /** Each time that `called` grew, oldest first. */
  steps?: CallStep[];
}

/** From `at` on (ms since 1970) numbers below `called` were called. */
export interface CallStep {
  at: number;
  called: number;
}

/** A page of orders, the last placed first. `next`: what `before` must be for the following page. */
export interface ConsoleOrders {
  orders: ConsoleOrder[];
  next?: string;
}

// ── The order form ──────────────────────────────────────────────────────────────────────────

export * from "./order.ts";
export * from "./order-form.ts";
export { orderIdOf } from "./order-id.ts";

/** Another shopper has ordered with this contact; shown as `data-problem="email.used"`. */
export type ContactProblem = "used";

/** Characters; what is longer is cut off, since no shopper can do anything about it. */
export const VISIT_MAX = 100;

// ── Pages that the Worker sends ─────────────────────────────────────────────────────────────

/**
 * Static pages that only the Worker sends. It reads them from the assets under these paths, which are
 * a 404 for the public, and fills them in by attribute without adding markup:
 * - `data-fill="orderId|email|name"`: becomes the element's text
 * - `data-fill-time="placedAt|expiresAt|payBy"` on a `<time>`: gets `datetime` (ISO 8601) and its text (UTC);
 *   the page's script converts it to the visitor's zone
 * - `data-fill-href="sale|order|payAt"`: becomes the element's `href`
 * - `data-fill-action="release"`: becomes the form's `action`, which gives up the slot
 * - `[data-problem="email.malformed"]`, hidden: loses `hidden`; the field gets `aria-invalid="true"`
 * - `[data-notice="full|paused|invalid|contact_used"]`, hidden: loses `hidden`
 * - `[data-when="…"]`: parts of the receipt that lose `hidden` or get it, by what became of the order
 * - `input[name]`, `textarea[name]` in the form: get what was typed before
 * - `body`: gets `data-now` and `data-expires-at` (milliseconds since 1970) where something is filled in
 */
export const shell = {
  form: (sale: string) => `/shell/${sale}/form`,
  receipt: (sale: string) => `/shell/${sale}/receipt`,
  /** For an order of a sale whose file is gone. */
  bareReceipt: (lang: Language) => `/shell/receipt/${lang}`,
  /** This sale's page for a refusal, in its language. */
  expired: (sale: string) => `/shell/${sale}/expired`,
  /** The operator's console. `body` gets `data-role`, `data-name` and `data-until` (ms) in a session. */
  console: (lang: Language) => `/shell/console/${lang}`,
  /** No page: the e-mails of this sale, as JSON (`MailTemplates`). */
  mail: (sale: string) => `/shell/${sale}/mail.json`,
  /** Any other refusal, in the language of its sale or of the browser. */
  refusal: (lang: Language, code: Code) => `/shell/refusal/${lang}/${code}`,
};
/** With the gaps `{name}` and `{orderId}`. */
interface MailTemplate {
  subject: string;
  text: string;
  html: string;
}
/** `shop` and `unpaid`: an order was cancelled, and why. */
export type MailTemplates = Record<"placed" | CancelReason, MailTemplate>;

/** Refusals that have a page at `shell.refusal`. */
export const REFUSAL_PAGES = [
  "unauthorized",
  "bad_token",
  "cross_site",
  "not_found",
  "method_not_allowed",
  "too_large",
  "unsupported_type",
  "too_many",
  "invalid",
  "internal",
  "full",
] as const satisfies readonly Code[];
