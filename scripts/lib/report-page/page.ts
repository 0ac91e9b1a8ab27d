/** A sale's figures as one page to hand around. Nobody who bought is in it. */
import { htmlPage } from "../html/page.ts";
import { type LocalNow, time } from "../status/words.ts";
import { delivery } from "./delivery.ts";
import type { Figures } from "./figures.ts";
import { log } from "./log.ts";
import { refusals } from "./refusals.ts";
import { speed } from "./speed.ts";
import { atAGlance, caveats, inASentence } from "./summary.ts";
import { timetable } from "./timetable.ts";

/** `placed`: the moments of all orders, rising; `zone`: default this machine's. */
export function reportPage(figures: Figures, placed: number[], zone?: string): string {
  const moment: LocalNow = { now: figures.at, ...(zone !== undefined && { zone }) };
  return htmlPage({
    kind: "Sale report",
    title: figures.title ?? figures.sale,
    subtitle: inASentence(figures, moment),
    sections: [
      ...caveats(figures, moment),
      atAGlance(figures),
      speed(figures, placed),
      refusals(figures),
      delivery(figures),
      timetable(figures, moment),
      ...log(figures, moment),
    ],
    footer: `Made with Doorbuster on ${time(figures.at, moment)}. The sale's name is ${figures.sale}.`,
  });
}
