/** The door's copy by itself, because its script needs it and nothing else of the site's. */
import type { Door, Language } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { door as ar } from "./ar.ts";
import { door as de } from "./de.ts";
import { door as en } from "./en.ts";
import { door as zh } from "./zh.ts";

/** Its gaps but `{time}` are filled. */
export type DoorTexts = Record<keyof typeof en.steps | "needed" | "doing" | "invalid", string>;

export function doorTexts(lang: Language, door: Door, seller: string): DoorTexts {
  const words = { ar, de, en, "en-US": en, zh }[lang];
  return {
    ...words.steps,
    ...(door === "members" && { expired: words.expiredLink }),
    needed: fill(words.needed[door], { seller }),
    doing: door === "work" ? words.doing.work : words.doing.check,
    invalid: words.invalid[door],
  };
}
