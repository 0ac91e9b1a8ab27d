/** The ended page: shows the section that `?reason=` names, or asks how the sale stands. */
import type { StartMessage } from "../../edge/contract.ts";
import { askStart } from "./start-script.ts";

/** A link without a reason, or with one that nobody knows, is answered by the shop itself. */
export async function showEnded(): Promise<void> {
  const shown = document.querySelector<HTMLElement>("[data-ended-reason]");
  const sale = shown?.dataset.sale;
  if (!shown || sale === undefined) return;
  if (show(shown, new URLSearchParams(location.search).get("reason"))) return;
  const message = await askStart(sale).then(
    (answer) => answer.message,
    () => undefined,
  );
  if (!message) return;
  const reason = reasonOf(message);
  // The sale's page is the one that knows what to do; this one must not stay in the history before it.
  if (reason === undefined) location.replace(`/sales/${sale}`);
  else show(shown, reason);
}

/** Undefined while the sale's page has more to say: before the start, while open, for an order's owner. */
export function reasonOf({ state, reason, order }: StartMessage): string | undefined {
  if (order !== undefined) return undefined;
  if (state === "paused") return "paused";
  return state === "ended" ? (reason ?? "closed") : undefined;
}

/** Only the visible section has `data-ended-reason`. False if there is none for that reason. */
function show(shown: HTMLElement, reason: string | null): boolean {
  const parts = document.querySelectorAll<HTMLElement>("[data-reason]");
  const wanted = [...parts].find((part) => part.dataset.reason === reason && part !== shown);
  if (!wanted) return false;
  shown.hidden = true;
  shown.removeAttribute("data-ended-reason");
  wanted.hidden = false;
  wanted.dataset.endedReason = wanted.dataset.reason;
  document.title = wanted.dataset.title ?? document.title;
  return true;
}
