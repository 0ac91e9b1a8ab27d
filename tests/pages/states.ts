/** Everything that a visitor can come to see, each reached at once and standing still. */
import { bendStart, CLAIM, START } from "../support/bent.ts";
import { consoleStates } from "./console-states.ts";
import { doorStates } from "./door-states.ts";
import { drawStates } from "./draw-states.ts";
import {
  bareReceipt,
  formWithErrors,
  noticed,
  onForm,
  printed,
  receiptOf,
  serveShell,
} from "./order-states.ts";
import {
  afterClick,
  claimed,
  endedAfter,
  holding,
  onProduct,
  open,
  said,
  upcoming,
} from "./product-states.ts";
import { HOUR, SECOND, type State } from "./state.ts";

/** What no receipt of a cancelled order says. */
const GONE = ["thanks", "next", "unsettled"];

export const states: State[] = [
  { name: "list", english: true, show: (page, { origin }) => page.goto(origin) },

  onProduct("loading", "loading", (page) => page.route(START, () => {})),
  onProduct("upcoming", "upcoming", (page) => upcoming(page, 53.5 * HOUR + 42 * SECOND)),
  onProduct("in 3 seconds", "upcoming", (page) => upcoming(page, 3 * SECOND)),
  onProduct("starting", "upcoming", (page) => upcoming(page, 0)),
  onProduct("open", "open", open),
  afterClick("claiming", "claiming", (page) => page.route(CLAIM, () => {})),
  afterClick("full", "full", (page) => claimed(page, 503, "full")),
  afterClick("click failed", "open", (page) => claimed(page, 500, "internal")),
  afterClick("click lost", "open", (page) => page.route(CLAIM, (route) => route.abort())),
  onProduct("paused", "paused", (page) => said(page, { state: "paused" })),
  onProduct("sold out", "ended", (page) =>
    said(page, { state: "ended", reason: "sold_out", sold: 50, ...endedAfter(72 * SECOND) }),
  ),
  onProduct("closed", "ended", (page) => said(page, { state: "ended", reason: "closed" })),
  holding("holds a place", (shop) => ({ sale: shop.sale, expiresAt: Date.now() + 83 * SECOND })),
  holding("has ordered", (shop) => ({
    ...{ sale: shop.sale, orderId: shop.number, placedAt: Date.now() - HOUR },
  })),
  onProduct("connection gone", "offline", (page) => bendStart(page, () => "lost")),
  ...drawStates,
  ...doorStates,
  {
    name: "product without scripts",
    scripts: false,
    show: (page, { origin, sale }) => page.goto(`${origin}/sales/${sale}`),
  },

  ...["", "sold_out", "full", "closed", "paused"].map(
    (reason): State => ({
      name: `ended ${reason || "for an unknown reason"}`,
      show: (page, { origin, sale }) => page.goto(`${origin}/sales/${sale}/ended?reason=${reason}`),
    }),
  ),

  onForm("form", 107 * SECOND),
  onForm("form in its last seconds", 9 * SECOND),
  onForm("form at zero", -HOUR),
  { name: "form with errors", show: formWithErrors },
  noticed("form while all units are taken", "full"),
  noticed("form while paused", "paused"),
  noticed("form without a connection", "offline"),
  {
    name: "form without scripts",
    scripts: false,
    show: (page, { origin, place }) => page.goto(origin + place),
  },
  { name: "receipt", show: (page, { origin, ordered }) => page.goto(origin + ordered) },
  receiptOf("receipt to be paid", {
    show: ["unsettled", "pay", "pay-by", "mailed"],
    hide: ["contacted"],
  }),
  receiptOf("receipt that is paid", { show: ["paid", "mailed"], hide: ["contacted", "unsettled"] }),
  receiptOf("receipt not paid in time", { show: ["unpaid", "again"], hide: GONE }),
  receiptOf("receipt cancelled by the seller", { show: ["cancelled"], hide: GONE }),
  { name: "receipt on paper", show: printed },
  { name: "receipt of a sale that is gone", show: bareReceipt },
  { name: "place has lapsed", show: (page, { origin, lapsed }) => page.goto(origin + lapsed) },

  {
    name: "no such page",
    english: true,
    show: (page, { origin }) => page.goto(`${origin}/nothing/here`),
  },
  { name: "bad token", show: (page, { origin }) => page.goto(`${origin}/order/garbage`) },
  ...consoleStates,
  ...["full", "internal", "invalid", "method_not_allowed", "too_large", "unsupported_type"].map(
    (code): State => ({
      name: `refusal ${code}`,
      show: async (page, shop) => serveShell(page, shop, `refusal/${shop.lang}/${code}`),
    }),
  ),
];
