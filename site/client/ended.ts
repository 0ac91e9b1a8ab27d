/** The ended page: shows the section that `?reason=` names. */

/**
 * Only the visible section has `data-ended-reason`. With an unknown reason the general one stays.
 */
export function showReason(): void {
  const shown = document.querySelector<HTMLElement>("[data-ended-reason]");
  const reason = new URLSearchParams(location.search).get("reason");
  const parts = document.querySelectorAll<HTMLElement>("[data-reason]");
  const wanted = [...parts].find((part) => part.dataset.reason === reason);
  if (!shown || !wanted || wanted === shown) return;
  shown.hidden = true;
  shown.removeAttribute("data-ended-reason");
  wanted.hidden = false;
  wanted.dataset.endedReason = wanted.dataset.reason;
  document.title = wanted.dataset.title ?? document.title;
}
