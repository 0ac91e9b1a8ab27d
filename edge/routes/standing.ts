/** What the routes say of a sale by the clock and an isolate's news alone, without HTTP. Pure. */
import type { Sale, StartMessage } from "../contract.ts";
import type { News } from "../gate/messages.ts";
import { phase } from "../gate/rules.ts";

type Timed = Pick<Sale, "slug" | "startsAt" | "endsAt">;

/**
 * Why a claim URL is no good at this moment; undefined when it is. `issuedAt`: seconds since 1970. One
 * from before a start that was moved must not be a way in now.
 */
export function judgeClaimUrl(
  { startsAt }: Timed,
  issuedAt: number,
  now: number,
): "too_early" | "bad_token" | undefined {
  if (now < startsAt) return "too_early";
  return issuedAt < Math.floor(startsAt / 1000) ? "bad_token" : undefined;
}

/** The start script's message for somebody who has no claim URL and holds nothing. */
export function standing(sale: Timed, news: News | undefined, now: number): StartMessage {
  const { slug, startsAt, endsAt } = sale;
  const base = { sale: slug, now, startsAt, endsAt };
  const by = phase(sale, now);
  if (by === "upcoming") return { ...base, state: "upcoming" };
  const sold = news === undefined ? {} : { sold: news.sold };
  const told = news?.endedAt === undefined ? {} : { endedAt: news.endedAt };
  if (news?.state === "sold_out") {
    return { ...base, state: "ended", reason: "sold_out", ...sold, ...told };
  }
  if (news?.state === "closed") {
    return { ...base, state: "ended", reason: "closed", ...sold, ...told };
  }
  if (by === "over") return { ...base, state: "ended", reason: "closed", ...sold, endedAt: endsAt };
  return { ...base, state: news?.state === "paused" ? "paused" : "open" };
}
