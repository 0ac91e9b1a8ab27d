/** Whether the orders have reached the order system, and why not. */
import { DELIVERY_STATES, type DeliveryState } from "../../../edge/contract.ts";
import { type Html, html, paragraph, section, table } from "../html/page.ts";
import { count, lasting } from "../words.ts";
import type { Figures } from "./figures.ts";
import type { Delivery } from "./gather.ts";

const MEANING: Record<DeliveryState, string> = {
  delivered: "The order system has accepted them",
  waiting: "On their way, or to be tried again",
  undelivered: "Given up after seven days of trying",
  stopped: "The order system said that it wants no more",
  kept: "No order system is set up: they are kept until somebody exports them",
};

export function delivery({ sale, delivery }: Figures): Html {
  const heading = "Orders to the order system";
  const states = DELIVERY_STATES.filter((state) => delivery[state] > 0);
  if (states.length === 0) return section({ heading, body: paragraph("There are no orders yet.") });
  const rows = states.map((state) => [state, MEANING[state], delivery[state].toLocaleString("en")]);
  return section({
    heading,
    body: [
      table({ head: ["State", "What it means", "Orders"], rows, numeric: [2] }),
      why(delivery),
      ...duration(delivery),
      ...whatToDo(sale, delivery),
    ],
  });
}

function why({ because }: Delivery): Html | "" {
  const byMost = Object.entries(because).sort(([, a], [, b]) => b - a);
  if (byMost.length === 0) return "";
  const rows = byMost.map(([reason, orders]) => [reason, orders.toLocaleString("en")]);
  return table({
    head: ["Why they have not arrived: the last attempt", "Orders"],
    rows,
    numeric: [1],
  });
}

function duration({ took }: Delivery): Html[] {
  if (!took) return [];
  const { half, longest } = took;
  return [
    paragraph(
      `Half of those delivered arrived within ${lasting(half)} of the order, all within ${lasting(longest)}.`,
    ),
  ];
}

function whatToDo(sale: string, { undelivered, stopped, kept }: Delivery): Html[] {
  const lost = undelivered + stopped;
  return [
    ...(lost > 0 ? [todo(`To send ${count(lost, "order")} again`, `redeliver ${sale} --all`)] : []),
    ...(kept > 0 ? [todo("To export them", `orders ${sale}`)] : []),
  ];
}

const todo = (what: string, command: string) =>
  paragraph(html`${what}: <code>npm run sale -- ${command}</code>`);
