/** The draw's copy by itself, because its script needs it and nothing else of the site's. */
import type { Language } from "../../../edge/contract.ts";
import type { Messages } from "../index.ts";
import { draw as ar } from "./ar.ts";
import { draw as de } from "./de.ts";
import { draw as en } from "./en.ts";
import { draw as zh } from "./zh.ts";

export type DrawTexts = Messages["draw"];

const ALL: Record<Language, DrawTexts> = { ar, de, en, "en-US": en, zh };

export const drawTexts = (lang: Language): DrawTexts => ALL[lang];
