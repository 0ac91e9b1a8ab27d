/** Links that were never filled in. */
import type { Finding } from "../finding.ts";
import { type Subject, warning } from "../subject.ts";

const KEYS = ["terms", "privacy", "imprint", "contact"] as const;
/** Domains that RFC 2606 and 6761 keep for examples, and what people write until they know better. */
const PLACEHOLDER =
  /(?:\/\/|@|\.)(?:example\.(?:com|org|net|edu)|(?:your|my)-?(?:shop|domain|site|company)\.[a-z]+|[^/@]+\.(?:test|example|invalid|localhost))(?:[/:?#]|$)/i;

export function links(subject: Subject): Finding[] {
  const stale = KEYS.filter((key) => PLACEHOLDER.test(String(subject.data[key])));
  return stale.map((key) =>
    warning(subject, {
      where: subject.at(key),
      text: `${key} is a placeholder: ${subject.data[key]}`,
      todo: "put the shop's own link there: shoppers and the law ask for it",
    }),
  );
}
