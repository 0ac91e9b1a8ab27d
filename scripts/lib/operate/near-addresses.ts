/**
 * Orders that may go to one household although their addresses are written differently: "12 Main St."
 * and "Main Street 12". `onePer: [address]` refuses only what is certainly the same; these are shown to
 * a person, who can tell a neighbour from a second order.
 */
import type { ExportedOrder } from "../../../edge/contract.ts";
import { normalContact } from "../../../edge/core.ts";

/** Each order is compared with so many before it that have the same numbers in their address. */
const COMPARED = 50;
/** And with no order that lies further back, so that a million of them fit into memory. */
const REMEMBERED = 100_000;
/** Shorter words have too many neighbours a letter away. */
const LONG = 5;

/** What streets are called in short, in the languages of the pages. */
const IN_FULL: Record<string, string> = {
  ...{ st: "street", str: "street", strasse: "street", rd: "road", ave: "avenue", av: "avenue" },
  ...{ blvd: "boulevard", dr: "drive", ln: "lane", ct: "court", sq: "square", pl: "place" },
  ...{ apt: "apartment", fl: "floor", bldg: "building", whg: "wohnung", og: "obergeschoss" },
};

interface Known {
  orderId: string;
  words: string[];
}

/** Asked in the order of the export. */
export class NearAddresses {
  readonly #known = new Map<string, Known[]>();
  #remembered = 0;

  /** The earlier order whose address is nearly this one's, or the very same. */
  of(order: ExportedOrder): string | undefined {
    const { numbers, words } = partsOf(addressOf(order));
    if (numbers === "" || words.length === 0) return undefined;
    const before = this.#known.get(numbers) ?? [];
    const near = before.find((known) => isNear(known.words, words));
    this.#remember(numbers, before, { orderId: order.orderId, words });
    return near?.orderId;
  }

  #remember(numbers: string, before: Known[], known: Known): void {
    this.#known.set(numbers, [...before, known].slice(-COMPARED));
    this.#remembered += 1;
    if (this.#remembered < REMEMBERED) return;
    this.#remembered = 0;
    this.#known.clear();
  }
}

function addressOf({ address, street, postcode, city }: ExportedOrder): string {
  return street === undefined ? (address ?? "") : [street, postcode, city].join(" ");
}

/** House numbers and postcodes must agree; all other words may be written in other ways. */
function partsOf(address: string): { numbers: string; words: string[] } {
  const all = normalContact("address", address)
    // Chinese puts no space between a street and its number.
    .replace(/(?<=\p{sc=Han})(?=\p{N})|(?<=\p{N})(?=\p{sc=Han})/gu, " ")
    .replace(/(\p{L}{3,})str(?:asse)?\b/gu, "$1 street")
    .split(" ");
  const numbers = all.filter((word) => /\p{N}/u.test(word)).sort();
  const words = all.filter((word) => word !== "" && !/\p{N}/u.test(word));
  return { numbers: numbers.join(" "), words: words.map((word) => IN_FULL[word] ?? word) };
}

/** Every word of the shorter one is in the longer one, in any order and but for a slip of the hand. */
function isNear(one: string[], two: string[]): boolean {
  const [short, long] = one.length <= two.length ? [one, two] : [two, one];
  return short.every((word) => long.some((other) => isAlmost(word, other)));
}

function isAlmost(one: string, two: string): boolean {
  if (one === two) return true;
  if (one.length < LONG || Math.abs(one.length - two.length) > 1) return false;
  let [from, back] = [0, 0];
  while (from < one.length && one[from] === two[from]) from += 1;
  while (back < one.length - from && back < two.length - from) {
    if (one.at(-1 - back) !== two.at(-1 - back)) break;
    back += 1;
  }
  const [left, right] = [one.slice(from, one.length - back), two.slice(from, two.length - back)];
  // One letter more, less or another, or two that were swapped.
  return Math.max(left.length, right.length) <= 1 || left === [...right].reverse().join("");
}
