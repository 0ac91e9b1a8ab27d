/** Where the sale's objects are made: once, at first contact, and for good. */
import type { Finding } from "../finding.ts";
import { type Subject, warning } from "../subject.ts";

export function region(subject: Subject): Finding[] {
  if (subject.file.worker.region !== undefined) return [];
  return [
    warning(subject, {
      where: subject.at("startsAt"),
      text: "region is missing: the platform makes gates and stockroom near whoever comes first, so an early visitor decides how far away they are for everybody, for good",
      todo: "name where most shoppers are, like region: weur (docs/sale-file.md)",
    }),
  ];
}
