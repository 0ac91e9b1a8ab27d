/** What `verify` says. */
import type { Paint } from "../tell.ts";
import { count } from "../words.ts";
import type { DrawProof } from "./proof.ts";
import type { Check, Evidence } from "./verify.ts";

/** Of one check; a broken export would fill the screen with thousands. */
const SHOWN = 10;

export function verdict(checks: Check[], paint: Paint): string {
  return checks.flatMap((check) => lines(check, paint)).join("\n");
}

function lines({ what, problems }: Check, paint: Paint): string[] {
  if (problems.length === 0) return [`${paint("green", "✓")} ${what}`];
  const more = problems.length - SHOWN;
  return [
    `${paint("red", "✗")} ${what}: no`,
    ...problems.slice(0, SHOWN).map((problem) => `    ${problem}`),
    ...(more > 0 ? [`    and ${count(more, "more problem")}`] : []),
  ];
}

/** Nobody should take it for more than it is. */
export function limits(proof: DrawProof, { commitment, exported }: Evidence): string[] {
  return [
    ...(commitment === undefined
      ? [
          `to prove that the seed was fixed before the start, compare this with what you noted then, or with what a page still shows: ${proof.commitment}`,
        ]
      : []),
    ...(exported === undefined
      ? [
          "that each number follows from its shopper's id is not proven by this file, which names nobody: shoppers check their own on their receipt, and whoever has the orders with --orders",
        ]
      : []),
    "it cannot prove that the shop sold every unit, or that it entered no shoppers of its own: it knew the seed before the start (docs/draw.md)",
  ];
}
