/** What the operators did. */
import { type Html, section, table } from "../html/page.ts";
import type { SwitchEvent } from "../operator/sale-status.ts";
import { type LocalNow, time } from "../status/words.ts";
import type { Figures } from "./figures.ts";

export function log({ events }: Figures, moment: LocalNow): Html[] {
  if (events.length === 0) return [];
  const rows = events.map((event) => [time(event.at, moment), did(event)]);
  return [
    section({ heading: "What the operator did", body: table({ head: ["When", "What"], rows }) }),
  ];
}

function did({ action, stock }: SwitchEvent): string {
  const words = { pause: "Paused", resume: "Resumed", end: "Ended for good", restock: "Restocked" };
  const what = words[action] ?? action;
  return stock === null ? what : `${what} to ${stock.toLocaleString("en")}`;
}
