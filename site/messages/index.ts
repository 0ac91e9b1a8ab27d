import type { Language } from "../../edge/contract.ts";
import type { Plural } from "../text.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/**
 * English sets the keys; a language that lacks one, or a plural without `other`, is a type error.
 */
type Texts<Model> = Model extends string
  ? string
  : Model extends Plural
    ? Plural
    : { readonly [Key in keyof Model]: Texts<Model[Key]> };
export type Messages = Texts<Omit<typeof en, "dir">> & { readonly dir: "ltr" | "rtl" };
/** The texts that the product page's script needs; they travel in the page as JSON. */
export type LiveTexts = Omit<Messages["live"], "fullReserved" | "door" | "crowded"> & {
  /** Only for a sale with a door. */
  readonly door?: string;
  /** Only for one without. */
  readonly crowded?: string;
  /** From a draw's script: the button and the status while a number waits to be called. */
  readonly waiting?: string;
  readonly stay?: string;
};

/** The texts of the console's script. */
export type ConsoleTexts = Messages["console"];

/** The words of English; dates and numbers as in the United States. */
const enUS: Messages = { ...en, tag: "en-US", locale: "en-US" };

const MESSAGES: Record<Language, Messages> = { en, "en-US": enUS, zh, de, ar };

export const messagesIn = (lang: Language): Messages => MESSAGES[lang];
