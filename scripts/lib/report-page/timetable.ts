/** The moments of the sale, one below the other. */
import { type Html, section, table } from "../html/page.ts";
import { type LocalNow, time } from "../status/words.ts";
import type { Figures } from "./figures.ts";

export function timetable(figures: Figures, moment: LocalNow): Html {
  const { startsAt, endsAt, endedAt, pace, at, state, left } = figures;
  const rows: [string, number | undefined][] = [
    ["Start", startsAt],
    ["First order", pace?.first],
    [left === 0 ? "Last order: sold out" : "Last order", pace?.last],
    ["Ended", state === "ended" ? endedAt : undefined],
    ["End by the sale's file", endsAt],
    ["This report", at],
  ];
  const known = rows.flatMap(([name, when]) =>
    when === undefined ? [] : [[name, time(when, moment)]],
  );
  return section({ heading: "Times", body: table({ head: ["What", "When"], rows: known }) });
}
