/** The order of test files: what takes longest begins first, or it would end alone. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The slowest first; a fresh clone has no record of how long each took. */
const LONGEST = [
  "tests/walk/",
  "tests/deploy/deploy",
  "tests/pages/",
  "sim/simulation",
  "tests/browser/buying",
  "tests/orders/outbox-run",
  "tests/authoring/check",
  "tests/rehearse/rehearse",
  "tests/plan/plan-and-rehearsal",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((part) => moduleId.includes(part));
  return found < 0 ? LONGEST.length : found;
}
