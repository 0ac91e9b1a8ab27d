/** The text of a new sale's file: every key that a sale may have, each with what it is for. */
import { parse } from "yaml";
import type { Region } from "../../../edge/contract.ts";
import type { Shop } from "../../../site/build/shop.ts";
import { readCount } from "../amounts.ts";
import { STARTER } from "../sale-file/body.ts";
import { propose } from "../sale-file/gates-and-slots.ts";
import { cityOf, readWhen, spoken } from "../when.ts";
import { amountOf, readEnd } from "./answers.ts";
import { contactsIn, currencyOf, type Draft, zoneOf } from "./questions.ts";
import { shopPath } from "./shop-file.ts";

const HOLD = { text: "2m", length: 120_000 };

/**
 * `draft` is whole and right. `picture` is the picture's name beside the file. What `shop` says too is
 * left to it.
 */
export function saleText(draft: Draft, picture: string, isDraft: boolean, shop: Shop): string {
  return `---\n${frontmatter(draft, picture, isDraft, shop)}\n---\n\n${STARTER}`;
}

function frontmatter(draft: Draft, picture: string, isDraft: boolean, shop: Shop): string {
  const zone = zoneOf(draft);
  const start = whenOf(readWhen(draft.start ?? "", zone));
  const end = whenOf(readEnd(draft.end ?? "", start.at, zone));
  const stock = readCount(draft.stock ?? "") ?? 0;
  const currency = currencyOf(draft);
  const { gates, slots } = propose({ stock, hold: HOLD.length, length: end.at - start.at });
  return [
    "# docs/sale-file.md explains every key. After a change: npm run sale -- check",
    line("title", draft.title),
    draft.tagline ? line("tagline", draft.tagline) : "# tagline: One line under the headline",
    `image: ./${picture}`,
    line("imageAlt", draft.alt, "what it shows, for those who cannot see it"),
    "",
    `price: ${amountOf(draft.price ?? "", currency)}`,
    draft["list-price"]
      ? `listPrice: ${amountOf(draft["list-price"], currency)}   # the usual price, crossed out`
      : "# listPrice: 189   # the usual price, crossed out; higher than price",
    line("currency", currency),
    line("stock", stock, "units; once deployed, raise it with: npm run sale -- restock"),
    "",
    `# With the offset from UTC of ${cityOf(zone)} on that day`,
    `startsAt: ${start.iso}   # ${spoken(start.at, zone)}`,
    `endsAt: ${end.iso}   # ${spoken(end.at, zone)}`,
    "",
    "# Who may buy: open, work, turnstile, members or invites (docs/door.md)",
    line("door", draft.door),
    ...limits(draft),
    "",
    "# Who goes first: race (the fastest) or draw (the lot decides, docs/draw.md)",
    line("admission", draft.admission),
    draft.expected
      ? line("expected", readCount(draft.expected), "people before the start, roughly")
      : "# expected: 20000   # for a draw: how many people come before the start, roughly",
    "",
    "# What the order form shows",
    line("shipping", draft.shipping),
    line("payment", draft.payment),
    "",
    "# The crowd: gates × slots order forms may be open at once, each for as long as hold",
    line("gates", gates),
    line("slots", slots, "of each gate"),
    `hold: ${HOLD.text}`,
    line("reserve", false, "true: an open form reserves a unit, so nobody fills it in for nothing"),
    regionOf(zone)
      ? line("region", regionOf(zone), "where its Durable Objects run: near most shoppers")
      : "# region: weur   # where its Durable Objects run: near most shoppers",
    "# retain: 90d   # shoppers' data are erased this long after the end; never, if left out",
    "",
    shop.lang === undefined ? line("lang", "en") : `# lang: ${shop.lang}   # the shop's`,
    line("draft", isDraft, "true: not deployed"),
    "",
    ...legal(draft, shop),
  ].join("\n");
}

/** Whatever is named in onePer, the form asks for. */
function limits(draft: Draft): string[] {
  const onePer = contactsIn(draft["one-per"] ?? "");
  if (onePer.length === 0) {
    return ["# onePer: [email]   # one order for each e-mail address; also phone, address"];
  }
  const list = `onePer: [${onePer.join(", ")}]   # one order only for each of them`;
  return draft.country === undefined
    ? [list]
    : [list, line("country", draft.country, "where a phone number without + is")];
}

const LEGAL = ["seller", "terms", "privacy", "imprint", "contact"] as const;

function legal(draft: Draft, shop: Shop): string[] {
  const own = LEGAL.filter((key) => draft[key] !== shop[key]);
  const lines = own.map((key) => line(key, draft[key]));
  if (own.length === LEGAL.length) {
    return ["# Who sells, and the links that the law and shoppers ask for", ...lines];
  }
  const rest = own.length === 0 ? "" : "the other ";
  const head = `# Who sells, and ${rest}links that the law asks for: the shop's, in ${shopPath()}`;
  return [head, ...lines];
}

/** A guess by the marketer's own clock; undefined where it says too little. */
function regionOf(zone: string): Region | undefined {
  const [area = "", city = ""] = zone.split("/");
  if (area === "America") return SOUTH_AMERICA.test(city) ? "sam" : "enam";
  const regions: Record<string, Region> = {
    ...{ Europe: "weur", Africa: "afr", Asia: "apac", Australia: "oc", Pacific: "oc" },
  };
  return regions[area];
}

const SOUTH_AMERICA =
  /^(?:Argentina|Asuncion|Bahia|Bogota|Buenos_Aires|Caracas|Guayaquil|La_Paz|Lima|Manaus|Montevideo|Santiago|Sao_Paulo)$/;

function whenOf(read: ReturnType<typeof readWhen>) {
  if (!read.ok) throw new Error(`a time ${read.problem}`);
  return read;
}

function line(key: string, value: string | number | boolean | undefined, why?: string): string {
  const written = typeof value === "string" ? scalar(value) : String(value);
  return `${key}: ${written}${why === undefined ? "" : `   # ${why}`}`;
}

const PLAIN = /^[\p{L}/](?:[\p{L}\p{N} ,.;'’“”()&€$%/@+–-]|:(?! |$))*$/u;
/** Words that some readers take for something else. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan)$/i;

/** Unquoted only where every YAML parser reads the same text, even those that recognise dates. */
function scalar(text: string): string {
  const isBare = PLAIN.test(text) && !WORDS.test(text) && text === parse(text);
  return isBare ? text : JSON.stringify(text);
}
