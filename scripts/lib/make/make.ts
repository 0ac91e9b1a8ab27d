/** From answers to a sale's file. */
import { endingOf, FULL_WIDTH, HEAVY } from "../check/picture.ts";
import { context } from "../context.ts";
import { tell } from "../report.ts";
import { askFor, canAsk } from "./ask.ts";
import { completed, draftOf, missingIn, type NewArgs, requireRight } from "./flags.ts";
import { readHabits } from "./habits.ts";
import { findPicture } from "./picture.ts";
import { type Draft, zoneOf } from "./questions.ts";
import { saleText } from "./sale-text.ts";
import { readWhen, spokenFrom } from "./when.ts";
import { writeSale } from "./write.ts";

/** Returns the new file's path. */
export async function makeSale(args: NewArgs): Promise<string> {
  const given = draftOf(args);
  const asks = canAsk() && missingIn(given).length > 0;
  await requireRight(given, asks);
  const draft = completed(asks ? await askFor(given, await readHabits()) : given);
  const found = await findPicture(draft.picture ?? "");
  if (!found.ok) throw new Error(`the picture ${found.problem}`);
  const { name = "" } = draft;
  const picture = { from: found.file, name: `${name}.${endingOf(found.picture)}` };
  const text = saleText(draft, picture.name, args.draft ?? false);
  const file = await writeSale({ name, text, picture });
  tellStart(draft);
  tellPicture(found.picture);
  return file;
}

function tellStart(draft: Draft): void {
  const start = readWhen(draft.start ?? "", zoneOf(draft));
  if (start.ok) tell(`it starts ${spokenFrom(start.at, zoneOf(draft), context().clock.now())}`);
}

function tellPicture({ width, bytes }: { width: number; bytes: number }): void {
  if (width < FULL_WIDTH) {
    tell(`the picture is ${width} pixels wide; with ${FULL_WIDTH} it would be sharp everywhere`);
  }
  if (bytes > HEAVY) tell(`the picture has ${Math.round(bytes / 1e6)} MB; a smaller one is enough`);
}
