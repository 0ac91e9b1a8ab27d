/** What is looked at in every sale. To look at more, write a check and add it to one of the two. */
import type { Finding } from "../finding.ts";
import type { Subject } from "../subject.ts";
import type { Around } from "./around.ts";
import { text } from "./body.ts";
import { colours } from "./colours.ts";
import { draft } from "./draft.ts";
import { links } from "./links.ts";
import { bodyPictures, picture, pictureText } from "./pictures.ts";
import { region } from "./region.ts";
import { slots } from "./slots.ts";
import { times } from "./times.ts";

export type SaleCheck = (subject: Subject, around: Around) => Finding[] | Promise<Finding[]>;

/** An error of these stops the build too. */
export const BEFORE_BUILD: SaleCheck[] = [picture, bodyPictures];

export const CHECKS: SaleCheck[] = [draft, times, pictureText, text, slots, region, links, colours];
