/** What the live part of a product page shows, as a pure function of what is known. */
import type { StartMessage } from "../../edge/contract.ts";
import type { LiveTexts } from "../messages/index.ts";
import { fill, plural, spokenDuration } from "../text.ts";
import { minutesAndSeconds } from "./countdown.ts";
import type { Held } from "./held.ts";

type LiveState =
  | "loading"
  | "upcoming"
  | "open"
  | "claiming"
  | "full"
  /** The sale's door, or a network with too many new shoppers, stands before the button. */
  | "barred"
  /** A draw has not called this shopper's number yet. */
  | "waiting"
  | "paused"
  | "ended"
  | "holder"
  | "offline";

/** Times are the server's clock in milliseconds since 1970. */
export interface Known {
  message: StartMessage | undefined;
  now: number | undefined;
  /** Start scripts that failed since the last one that loaded. */
  failures: number;
  /** The browser says that it is offline. */
  gone: boolean;
  /** What the order URL in `message` leads to, once known. */
  held: Held | undefined;
  claiming: boolean;
  /** The gate had no slot; the page tries again by itself at this time. */
  waitUntil: number | undefined;
  /** It is doing so, without anybody having clicked. */
  retrying: boolean;
  /** How the last click ended. */
  trouble: "full" | "network" | "stale" | "failed" | "lapsed" | undefined;
}

export interface View {
  state: LiveState;
  label: string;
  /** The button can be clicked. */
  enabled: boolean;
  status: string;
  /** The last click failed, so the status must stand out. */
  trouble: boolean;
  /**
   * Start and end by the Worker, in milliseconds since 1970: they may have been moved since the
   * build.
   */
  startsAt?: number | undefined;
  endsAt?: number | undefined;
  /** `endsAt` is when it ended. */
  over?: boolean;
  /** Milliseconds to the start, if there is a countdown. */
  left?: number;
  /** The last seconds before the start. */
  soon?: boolean;
  /** The order URL of a shopper who holds a slot or an order, and what the link says. */
  order?: { url: string; label: string };
}

/** From here on the button counts the seconds. */
const SOON = 10_000;

/** One failed request is not worth showing; two are. */
const FAILURES_SHOWN = 2;

export function viewOf(known: Known, texts: LiveTexts, locale: string): View {
  const startsAt = known.message?.startsAt;
  return { ...stateOf(known, texts, locale), startsAt, ...endOf(known) };
}

/** Sold out or ended early, a sale is over before its time; a refused click does not say since when. */
function endOf({ message, now }: Known): Pick<View, "endsAt" | "over"> {
  if (message?.state !== "ended") return { endsAt: message?.endsAt };
  const { endsAt, endedAt } = message;
  return { endsAt: endedAt ?? endsAt, over: (endedAt ?? endsAt) <= (now ?? message.now) };
}

function stateOf(known: Known, texts: LiveTexts, locale: string): View {
  const { message, failures } = known;
  const { buttons } = texts;
  if (known.claiming && !known.retrying) {
    return shut("claiming", buttons.claiming, texts.claiming);
  }
  if (!message)
    return failures > 0 || known.gone
      ? offline(known, texts)
      : shut("loading", buttons.loading, texts.loading);
  if (message.order !== undefined && known.held?.is !== "over") {
    return holder(known, message.order, texts);
  }
  if (message.state === "ended") return ended(message, texts, locale);
  if (known.gone || failures >= FAILURES_SHOWN) return offline(known, texts);
  if (message.state === "paused") return shut("paused", buttons.paused, texts.paused);
  if (message.state === "upcoming") return upcoming(known, message, texts);
  return open(known, texts);
}

function shut(state: LiveState, label: string, status: string): View {
  return { state, label, enabled: false, status, trouble: false };
}

function holder({ held, now }: Known, url: string, texts: LiveTexts): View {
  const { orderLinks, buttons } = texts;
  const view = (status: string, label: string): View => ({
    ...shut("holder", buttons.open, status),
    order: { url, label },
  });
  if (held?.is === "ordered") {
    return view(fill(texts.ordered, { number: held.number }), orderLinks.ordered);
  }
  if (held?.is !== "slot" || now === undefined) return view(texts.holder, orderLinks.holder);
  const left = minutesAndSeconds(held.expiresAt - now);
  return view(texts.slot, fill(orderLinks.slot, { left }));
}

function upcoming(known: Known, message: StartMessage, texts: LiveTexts): View {
  const { buttons } = texts;
  const left = Math.max(0, message.startsAt - (known.now ?? message.now));
  if (left === 0) return { ...shut("upcoming", buttons.starting, texts.starting), left };
  if (left > SOON) return { ...shut("upcoming", buttons.upcoming, texts.upcoming), left };
  const label = fill(buttons.soon, { seconds: Math.ceil(left / 1000) });
  return { ...shut("upcoming", label, texts.soon), left, soon: true };
}

/** Without an answer the countdown continues, and a claim URL from before may still work. */
function offline(known: Known, texts: LiveTexts): View {
  const { message, now } = known;
  const enabled = message?.state === "open" && message.claim !== undefined;
  const label = enabled ? texts.buttons.open : texts.buttons.offline;
  const view: View = { ...shut("offline", label, texts.offline), enabled };
  if (message?.state === "upcoming" && now !== undefined) {
    view.left = Math.max(0, message.startsAt - now);
  }
  return view;
}

function open(known: Known, texts: LiveTexts): View {
  const { door, retryAfter, draw, claim } = known.message ?? {};
  if (door !== undefined) return shut("barred", texts.buttons.door, texts.door ?? "");
  if (retryAfter !== undefined) return shut("barred", texts.buttons.crowded, texts.crowded ?? "");
  if (draw?.number !== undefined && !claim)
    return shut("waiting", texts.waiting ?? "", texts.stay ?? "");
  if (known.waitUntil !== undefined) return full(known.waitUntil - (known.now ?? 0), texts);
  // Without a claim URL a click could not be sent; the next start script brings one.
  const enabled = known.message?.claim !== undefined;
  const trouble = known.trouble !== undefined && known.trouble !== "full";
  return { ...shut("open", texts.buttons.open, openStatus(known, texts)), enabled, trouble };
}

/** The status stays word for word while the page tries, so that a screen reader says it once. */
function full(wait: number, { buttons, full }: LiveTexts): View {
  if (wait <= 0) return shut("full", buttons.trying, full);
  return shut("full", fill(buttons.wait, { seconds: Math.ceil(wait / 1000) }), full);
}

function openStatus({ trouble }: Known, texts: LiveTexts): string {
  if (trouble === undefined) return texts.open;
  return trouble === "full" ? texts.again : texts[trouble];
}

function ended(message: StartMessage, texts: LiveTexts, locale: string): View {
  const { buttons } = texts;
  if (message.reason !== "sold_out") return shut("ended", buttons.closed, texts.closed);
  return shut("ended", buttons.sold_out, soldOut(message, texts, locale));
}

function soldOut(
  { sold, startsAt, endedAt }: StartMessage,
  texts: LiveTexts,
  locale: string,
): string {
  if (!sold || endedAt === undefined || endedAt < startsAt) return texts.soldOut;
  const time = spokenDuration(endedAt - startsAt, locale);
  return fill(plural(texts.soldOutIn, sold, locale), { time });
}
