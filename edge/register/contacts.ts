/** When two contacts are one. Pure; what is compared is never shown to anybody. */
import type { ContactField, FieldProblem, OrderForm, Sale } from "../contract.ts";
import { identityKey, keyedHash } from "../derived.ts";
import type { Keys } from "../tokens/keys.ts";
import { normalPhone } from "./phone.ts";

/** A contact as the register knows it: `hash` is 32 hexadecimal digits, and says nothing by itself. */
export interface Contact {
  field: ContactField;
  hash: string;
}

type Problems = Partial<Record<ContactField, FieldProblem>>;

/** The contacts of a form that one order each is allowed for, or what is wrong with them. */
export async function contactsOf(
  keys: Keys,
  { slug, onePer = [], country }: Pick<Sale, "slug" | "onePer" | "country">,
  form: OrderForm,
): Promise<{ ok: true; contacts: Contact[] } | { ok: false; problems: Problems }> {
  const problems: Problems = {};
  const contacts: Contact[] = [];
  for (const field of onePer) {
    const text = form[field] ?? "";
    const normal = normalContact(field, text, country);
    // What may be left out would be the way around.
    if (normal === "") problems[field] = text === "" ? "required" : "malformed";
    else contacts.push({ field, hash: await hashOf(keys, slug, field, normal) });
  }
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, contacts };
}

/** The same for two ways of writing one contact; empty when the text is none. */
export function normalContact(field: ContactField, text: string, country?: string): string {
  if (field === "email") return normalEmail(text);
  return field === "phone" ? normalPhone(text, country) : normalAddress(text);
}

async function hashOf(keys: Keys, sale: string, field: string, normal: string): Promise<string> {
  const hash = await keyedHash(identityKey(keys), "contact", sale, field, normal);
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ── E-mail ──────────────────────────────────────────────────────────────────────────────────

/** Domains of one provider whose users have the same name at each of them. */
const SAME_DOMAIN: Record<string, string> = {
  "googlemail.com": "gmail.com",
  "protonmail.com": "proton.me",
  "pm.me": "proton.me",
  "me.com": "icloud.com",
  "mac.com": "icloud.com",
};

/** What these providers ignore in a name (support.google.com/mail/answer/7436150, proton.me/support). */
const IGNORED: Record<string, RegExp> = { "gmail.com": /\./g, "proton.me": /[._-]/g };

/**
 * Case and what follows a plus never tell two people apart at the providers that people have; where
 * they could (RFC 5321 would allow it), one of the two is refused rather than one person let in twice.
 */
function normalEmail(text: string): string {
  const at = text.lastIndexOf("@");
  const written = text.slice(at + 1).toLowerCase();
  // The URL parser writes an internationalised domain as ASCII (UTS 46).
  const host = URL.parse(`http://${written}/`)?.hostname.replace(/\.$/, "") ?? written;
  const domain = SAME_DOMAIN[host] ?? host;
  const name = text.slice(0, Math.max(at, 0)).trim().normalize("NFKC").toLowerCase();
  const [untagged = ""] = name.split("+");
  const user = untagged.replace(IGNORED[domain] ?? /$^/, "");
  return user === "" || domain === "" ? "" : `${user}@${domain}`;
}

// ── Address ─────────────────────────────────────────────────────────────────────────────────

/**
 * Case, accents, punctuation and line breaks are how somebody writes, all else is where somebody
 * lives. It is conservative: "Main St" and "Main Street" stay two, since refusing a neighbour is worse.
 */
function normalAddress(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  return plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(" ");
}
