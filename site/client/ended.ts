/** The ended page: shows the part that `?reason=` names. */

/** Only the visible part bears `data-ended-reason`. An unknown reason leaves the general one. */
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
