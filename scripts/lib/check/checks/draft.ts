/** A draft that somebody may wait for. */
import type { Finding } from "../finding.ts";
import { type Subject, warning } from "../subject.ts";
import type { Around } from "./around.ts";

export function draft(subject: Subject, { named }: Around): Finding[] {
  if (!subject.file.draft || !named) return [];
  return [
    warning(subject, {
      where: subject.at("draft"),
      text: "the sale is a draft: it is served here, and not deployed",
      todo: "write draft: false when it is ready",
    }),
  ];
}
