/** What the door's part of a product page shows, as a pure function of how far the shopper is. */
import type { DoorTexts } from "../../messages/door/index.ts";
import { fill } from "../../text.ts";
import type { Refused } from "./enter.ts";

export type Step =
  /** Waits for the shopper: a code, a click, a link from the shop. */
  | { is: "needed" }
  /** `share`: how much is done, from 0 to 1, where that is known. */
  | { is: "doing"; share?: number }
  | { is: "in" }
  | { is: "unsupported" }
  | Refused;

export interface DoorView {
  /** For styles and tests. */
  state: string;
  text: string;
  /** Something is wrong, so the text must stand out. */
  bad: boolean;
  /** From 0 to 1. */
  share?: number;
  /** The field for a code can be used. */
  form: boolean;
  /** There is a button to try again. */
  again: boolean;
}

/** `time`: writes milliseconds since 1970 for the reader. */
export function doorView(step: Step, texts: DoorTexts, time: (at: number) => string): DoorView {
  const view = { state: step.is, text: texts.needed, bad: false, form: false, again: false };
  switch (step.is) {
    case "needed":
      return { ...view, form: true };
    case "doing":
      return { ...view, text: texts.doing, ...(step.share !== undefined && { share: step.share }) };
    case "in":
      return { ...view, text: texts.in };
    case "early":
      return { ...view, text: fill(texts.early, { time: time(step.opensAt) }) };
    case "over":
      return { ...view, text: texts.over, bad: true };
    case "unsupported":
      return { ...view, text: texts.unsupported, bad: true };
    case "bad":
      return { ...view, text: badText(step.reason, texts), bad: true, form: true, again: true };
    case "wait":
      return { ...view, text: texts[step.why], bad: true, form: true };
    default:
      return { ...view, text: texts.failed, bad: true, form: true, again: true };
  }
}

function badText(reason: string, texts: DoorTexts): string {
  return reason === "proof_expired" || reason === "proof_used" ? texts.expired : texts.invalid;
}
