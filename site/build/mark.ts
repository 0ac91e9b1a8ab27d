/** The marks that stand for facts in a page until it is stamped. */
import type { FactName, FactStyles } from "../format.ts";

/** Characters that HTML, attributes and URLs leave as they are, in no text that a person writes. */
export function mark<Name extends FactName>(
  slug: string,
  name: Name,
  style: FactStyles[Name],
): string {
  return `%%${slug}|${name}|${style}%%`;
}

/** Matches every mark: slug, name, style. */
export const MARK = /%%([a-z0-9-]+)\|(startsAt|endsAt|stock|hold)\|([a-z]+)%%/g;
