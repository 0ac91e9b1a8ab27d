/** "One each" in words: each what, depends on the sale's door and on its contacts. */
import type { ContactField, Door, Language } from "../edge/contract.ts";
import { messagesIn } from "./messages/index.ts";
import { fill } from "./text.ts";

interface Limited {
  lang: Language;
  door: Door | "open";
  onePer?: ContactField[] | undefined;
}

/** Only a member or an invite is a person for sure; with any other door, a browser is a shopper. */
const EACH = { members: "member", invites: "invite" } as const;

/**
 * `each`: who gets one ("browser"); `unit`: "1 unit per browser"; `contacts`, if the sale's file limits
 * them too: "and one order per email address or phone number".
 */
export function limitOf({ lang, door, onePer = [] }: Limited) {
  const { product, locale } = messagesIn(lang);
  const each = product.each[door === "members" || door === "invites" ? EACH[door] : "browser"];
  const names = onePer.map((contact) => product.contacts[contact]);
  const list = new Intl.ListFormat(locale, { type: "disjunction" }).format(names);
  const contacts = names.length > 0 ? fill(product.limitContacts, { contacts: list }) : undefined;
  return { each, unit: fill(product.limitOne, { each }), contacts };
}
