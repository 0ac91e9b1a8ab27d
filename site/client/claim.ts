/** A click on the button: claims a slot and returns the outcome. */
import type { Code, EndReason } from "../../edge/contract.ts";

/** `wait` is milliseconds, `startsAt` milliseconds since 1970. */
export type Outcome =
  | { kind: "go"; url: string }
  | { kind: "full" | "paused"; wait: number }
  /** A draw: another isolate knew that the number has been called, and this one does not yet. */
  | { kind: "waiting"; wait: number }
  | { kind: "ended"; reason: EndReason }
  | { kind: "early"; startsAt: number | undefined }
  /** The claim URL is too old: a new start script has a new one. */
  | { kind: "stale" }
  | { kind: "network" }
  | { kind: "failed" };

const TIMEOUT = 15_000;
/** How often a lost click is tried, unless that takes longer than `LONGEST_TRYING`. */
const TRIES = 3;
const LONGEST_TRYING = 8000;
const LEAST_WAIT = 1000;
const USUAL_WAIT = 5000;
const LONGEST_WAIT = 60_000;

/**
 * Never throws. A repeated claim gets the same slot, so a lost click can simply be repeated, and so can one
 * that came a moment too early in a draw.
 */
export async function claim(url: string): Promise<Outcome> {
  const clickedAt = performance.now();
  for (let tries = 1; ; tries += 1) {
    const outcome = await claimOnce(url);
    const tired = tries === TRIES || performance.now() - clickedAt > LONGEST_TRYING;
    if ((outcome.kind !== "network" && outcome.kind !== "waiting") || tired) return outcome;
    const wait = outcome.kind === "waiting" ? outcome.wait : 500 * tries;
    await pause(wait * (1 + Math.random()));
  }
}

const pause = (wait: number) => new Promise((resolve) => setTimeout(resolve, wait));

async function claimOnce(url: string): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { kind: "network" };
  }
  const body: unknown = await response.json().catch(() => undefined);
  return outcomeOf(response.status, body, response.headers.get("retry-after"));
}

/** Maps the Worker's answer (see the contract) to an outcome for the page. */
export function outcomeOf(status: number, body: unknown, retryAfter: string | null): Outcome {
  const { code, order, startsAt } = fieldsOf(body);
  if ((status < 300 || code === "already_ordered") && isOrderUrl(order)) {
    return { kind: "go", url: order };
  }
  switch (code as Code | undefined) {
    case "full":
    case "paused":
    case "waiting":
      return { kind: code as "full" | "paused" | "waiting", wait: waitOf(retryAfter) };
    case "sold_out":
    case "closed":
      return { kind: "ended", reason: code as EndReason };
    case "too_early":
      return { kind: "early", startsAt: typeof startsAt === "number" ? startsAt : undefined };
    case "bad_token":
      return { kind: "stale" };
    default:
      return { kind: "failed" };
  }
}

function fieldsOf(body: unknown): { code?: unknown; order?: unknown; startsAt?: unknown } {
  return typeof body === "object" && body !== null ? body : {};
}

/** Only a path of this shop, so that no other answer can send a shopper to another site. */
const isOrderUrl = (url: unknown): url is string =>
  typeof url === "string" && /^\/order\/[^/]/.test(url);

/** `Retry-After` in seconds (RFC 9110, 10.2.3); a date or nothing becomes the usual wait. */
function waitOf(retryAfter: string | null): number {
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  if (Number.isNaN(seconds)) return USUAL_WAIT;
  return Math.min(LONGEST_WAIT, Math.max(LEAST_WAIT, seconds * 1000));
}
