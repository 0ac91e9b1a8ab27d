/** Placeholders for facts in a page, replaced when it is stamped. */
import type { FactName, FactStyles } from "../format.ts";

/** Uses characters that HTML, attributes and URLs leave alone, in a form that nobody would type. */
export function mark<Name extends FactName>(
  slug: string,
  name: Name,
  style: FactStyles[Name],
): string {
  return `%%${slug}|${name}|${style}%%`;
}

/** Matches every mark: slug, name, style. */
export const MARK = /%%([a-z0-9-]+)\|(startsAt|endsAt|stock|hold|slots)\|([a-z]+)%%/g;
