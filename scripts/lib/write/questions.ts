/** What a new sale must be told: one list for the flags, the questions and the refusals. */

import { readCount } from "../amounts.ts";
import { context } from "../context.ts";
import { findZone, machineZone, readWhen, spokenFrom, zoneProblem } from "../when.ts";
import {
  amountOf,
  amountProblem,
  cleanPath,
  countProblem,
  type Key,
  nameOf,
  nameProblem,
  pictureProblem,
  problemOf,
  readEnd,
} from "./answers.ts";
import { ownShop, shopPath } from "./shop-file.ts";
import { tidyAmount, tidyContacts, tidyCurrency, tidyLink } from "./tidy.ts";

/** What was answered so far, as it was typed or as a flag said it. */
export type Draft = Partial<Record<Name, string>>;

export interface Question {
  /** In a terminal. */
  ask: string;
  /** In the help. */
  help: string;
  example?: string;
  /** May be left out: then it has no value, or the one that `otherwise` gives. */
  optional?: true;
  otherwise?: (draft: Draft) => string | undefined;
  /** "must …"; `draft` has the answers to the questions above this one. */
  problem: (text: string, draft: Draft) => string | undefined | Promise<string | undefined>;
  /** The same as a sale's file wants it, where it is clear what is meant. */
  tidy?: (text: string, draft: Draft) => string;
  /** Nobody has to be asked any more. */
  settled?: () => boolean;
  /** Asked only of whoever has answered so before. */
  onlyIf?: (draft: Draft) => boolean;
  /** What it was understood as, for the person to say whether it was meant. */
  understood?: (text: string, draft: Draft) => string | undefined;
}

export type Name =
  | "title"
  | "name"
  | "tagline"
  | "picture"
  | "alt"
  | "currency"
  | "price"
  | "list-price"
  | "stock"
  | "zone"
  | "start"
  | "end"
  | "door"
  | "one-per"
  | "country"
  | "admission"
  | "expected"
  | "shipping"
  | "payment"
  | "shop-name"
  | "home"
  | "seller"
  | "terms"
  | "privacy"
  | "imprint"
  | "contact";

const text = (key: Key) => (value: string) => problemOf(key, value);
export const zoneOf = (draft: Draft) => findZone(draft.zone ?? "") ?? machineZone();

/** With a separator that somebody could have meant before decimals, or between thousands. */
const GROUPS = /\d\D\d{3}(?!\d)/;

/** In the order in which they are asked. */
export const QUESTIONS: Record<Name, Question> = {
  title: {
    ask: "What is sold?",
    help: "What is sold, as the page's headline",
    example: "Walnut bowl",
    problem: text("title"),
  },
  name: {
    ask: "Its name in the web address",
    help: "The sale's name in the web address (default: made from the title)",
    otherwise: ({ title }) => nameOf(title ?? "") || undefined,
    problem: nameProblem,
  },
  tagline: {
    ask: "One line to make people want it (may be left out)",
    help: "One line under the headline",
    optional: true,
    problem: text("tagline"),
  },
  picture: {
    ask: "Where is its picture?",
    help: "The picture's file; it is copied beside the sale's",
    example: "~/Pictures/bowl.jpg",
    problem: pictureProblem,
  },
  alt: {
    ask: "What does the picture show? (for those who cannot see it)",
    help: "What the picture shows, for those who cannot see it",
    example: "A round bowl of dark walnut on a linen cloth",
    problem: altProblem,
  },
  currency: {
    ask: "The currency",
    help: "The currency",
    example: "EUR",
    tidy: tidyCurrency,
    problem: (value) => problemOf("currency", value.toUpperCase()),
  },
  price: {
    ask: "The price of one",
    help: "The price of one",
    example: "19.90",
    tidy: (value, draft) => tidyAmount(value, currencyOf(draft)),
    problem: (value, draft) => amountProblem("price", value, currencyOf(draft)),
    understood: (value, draft) =>
      GROUPS.test(value) ? spokenAmount(value, currencyOf(draft)) : undefined,
  },
  "list-price": {
    ask: "The usual price, shown crossed out (may be left out)",
    help: "The usual price, shown crossed out",
    optional: true,
    tidy: (value, draft) => tidyAmount(value, currencyOf(draft)),
    problem: listPriceProblem,
  },
  stock: {
    ask: "How many are there?",
    help: "How many there are",
    example: "50",
    problem: (value) => countProblem("stock", value),
    understood: (value) =>
      GROUPS.test(value) ? readCount(value)?.toLocaleString("en") : undefined,
  },
  zone: {
    ask: "Your time zone",
    help: "The time zone of --start and --end (default: this machine's)",
    example: "Europe/Berlin",
    otherwise: () => ownShop()?.zone ?? machineZone(),
    problem: zoneProblem,
  },
  start: {
    ask: "When does it start?",
    help: "When it starts, on the clocks of --zone",
    example: "2026-11-27 10:00",
    problem: startProblem,
    understood: (value, draft) => {
      const when = readWhen(value, zoneOf(draft));
      return when.ok ? spokenFrom(when.at, zoneOf(draft), context().clock.now()) : "";
    },
  },
  end: {
    ask: "How long does it last, or when does it end?",
    help: "When it ends, or how long it lasts (default 2h)",
    otherwise: () => "2h",
    problem: endProblem,
  },
  door: {
    ask: `Who may buy?
  open       everyone, as often as they have cookies: programs too
  work       whoever lets the page compute for some seconds: stops simple programs
  turnstile  whoever Cloudflare Turnstile takes for a person; needs a Cloudflare widget
  members    whoever has an account in your shop; needs your developer (docs/members.md)
  invites    whoever has a code that you make and send: npm run sale -- invites`,
    help: "Who may buy: open, work, turnstile, members or invites (default open; docs/door.md)",
    otherwise: () => "open",
    problem: text("door"),
  },
  "one-per": {
    ask: "One order only for each email, phone or address? (several are possible: email, phone; or none)",
    help: "One order only for each of these: email, phone, address (default: as many as there are shoppers)",
    example: "email, phone",
    optional: true,
    tidy: tidyContacts,
    problem: (value) => problemOf("onePer", contactsIn(value)),
  },
  country: {
    ask: "The country of phone numbers without + (two letters)",
    help: "The country of phone numbers without +; needed with --one-per phone",
    example: "DE",
    onlyIf: (draft) => contactsIn(draft["one-per"] ?? "").includes("phone"),
    tidy: (value) => value.toUpperCase(),
    problem: text("country"),
  },
  admission: {
    ask: `Who goes first when it starts?
  race       whoever clicks first: quick people, and quicker programs
  draw       whoever the lot decides, among all who came before the start: being fast is worth nothing`,
    help: "Who goes first: race or draw (default race; docs/draw.md)",
    otherwise: () => "race",
    problem: text("admission"),
  },
  expected: {
    ask: "How many people do you expect before the start? (a rough number will do; may be left out)",
    help: "For a draw: how many people you expect before the start, roughly",
    example: "20000",
    optional: true,
    onlyIf: ({ admission }) => admission === "draw",
    problem: expectedProblem,
    understood: (value) =>
      GROUPS.test(value) ? readCount(value)?.toLocaleString("en") : undefined,
  },
  shipping: {
    ask: "Shipping, as the order form says it",
    help: "How it is shipped, as the order form says it",
    example: "Free delivery within the EU in 3 to 5 working days",
    problem: text("shipping"),
  },
  payment: {
    ask: "Payment, as the order form says it",
    help: "How it is paid, as the order form says it",
    example: "By invoice, due 14 days after delivery",
    problem: text("payment"),
  },
  "shop-name": {
    ask: "Your shop's name, as every page shows it",
    help: "The shop's name, as every page shows it; asked for once, and kept in site/content/shop.yaml",
    example: "Nordglas",
    optional: true,
    settled: () => ownShop() !== undefined,
    problem: (value) => settledProblem() ?? nameTooLong(value),
  },
  home: {
    ask: "Your shop's home page (may be left out)",
    help: "The shop's home page, where its name leads; kept with it",
    example: "https://your-shop.com",
    optional: true,
    settled: () => ownShop() !== undefined,
    tidy: tidyLink,
    problem: (value) => settledProblem() ?? problemOf("terms", value),
  },
  seller: {
    ask: "Who sells? (name and address)",
    otherwise: () => ownShop()?.seller,
    help: "Who sells, by name and address",
    example: "Nordglas GmbH, Hafenstraße 12, 24103 Kiel, Germany",
    problem: text("seller"),
  },
  terms: linkTo("terms", "terms and conditions"),
  privacy: linkTo("privacy", "privacy policy"),
  imprint: linkTo("imprint", "imprint"),
  contact: {
    ...linkTo("contact", "contact page, or mailto:you@…"),
    example: "mailto:orders@your-shop.com",
  },
};
export const NAMES = Object.keys(QUESTIONS) as Name[];

function linkTo(key: "terms" | "privacy" | "imprint" | "contact", what: string): Question {
  return {
    ask: `A link to your ${what}`,
    help: `A link to your ${what}`,
    example: `https://your-shop.com/${key}`,
    otherwise: () => ownShop()?.[key],
    tidy: tidyLink,
    problem: text(key),
  };
}

const settledProblem = () =>
  ownShop() &&
  `must be changed in ${shopPath()}, which has it already: all sales take it from there`;

const nameTooLong = (name: string) =>
  name.length > 60 ? "must be at most 60 characters" : undefined;

/** "email, phone" */
export const contactsIn = (text: string) => text.split(", ").filter(Boolean);

export const currencyOf = ({ currency = "" }: Draft) => currency.toUpperCase();

function expectedProblem(value: string, { admission }: Draft): string | undefined {
  if (admission !== "draw") return "is for a draw: add --admission draw, or leave it out";
  return countProblem("expected", value);
}

function altProblem(value: string, { picture, title }: Draft): string | undefined {
  const wrong = problemOf("imageAlt", value);
  const file = cleanPath(picture ?? "")
    .split(/[\\/]/)
    .at(-1);
  if (wrong !== undefined) return wrong;
  if (value === file || value === file?.replace(/\.\w+$/, "")) {
    return "must say what the picture shows, not what its file is called";
  }
  return value === title ? "must say what the picture shows, not the title again" : undefined;
}

function listPriceProblem(value: string, draft: Draft): string | undefined {
  const wrong = amountProblem("listPrice", value, currencyOf(draft));
  if (wrong !== undefined) return wrong;
  const currency = currencyOf(draft);
  const price = draft.price ?? "";
  if (amountProblem("price", price, currency) !== undefined) return undefined;
  const isHigher = Number(amountOf(value, currency)) > Number(amountOf(price, currency));
  return isHigher ? undefined : "must be higher than the price";
}

/** "€1,250.00" */
export function spokenAmount(text: string, currency: string): string {
  const style = { style: "currency", currency } as const;
  return new Intl.NumberFormat("en", style).format(Number(amountOf(text, currency)));
}

function startProblem(value: string, draft: Draft): string | undefined {
  const zone = zoneOf(draft);
  const when = readWhen(value, zone);
  if (!when.ok) return when.problem;
  if (when.at > context().clock.now()) return undefined;
  return `must be in the future, and this is ${spokenFrom(when.at, zone, context().clock.now())}`;
}

function endProblem(value: string, draft: Draft): string | undefined {
  const start = readWhen(draft.start ?? "", zoneOf(draft));
  if (!start.ok) return undefined;
  const end = readEnd(value, start.at, zoneOf(draft));
  return end.ok ? undefined : end.problem;
}
