/** The receipt: prints, saves, and follows an order until it is paid or cancelled. */
import type { ReceiptBody } from "../../edge/contract.ts";
import { minutesAndSeconds } from "./countdown.ts";
import { clockOfPage } from "./time-left.ts";

/** Seconds between two questions: soon after the order, then less and less often. */
const PAUSES = [3, 5, 10, 20, 30, 60];
/** Without a time to pay by, news after so many questions are for a reload. */
const MOST = 30;
/** Whoever comes back to the tab gets news at once, but not with each look. Ms. */
const AT_LEAST = 3_000;

export function startReceipt(receipt: HTMLElement): void {
  groupNumber(receipt);
  offerPrintAndSave(receipt);
  if (receipt.querySelector("[data-when=unsettled]:not([hidden])")) follow(receipt);
}

/** Four by four to the eye; copied and read out, it is one number. */
function groupNumber(receipt: HTMLElement): void {
  const number = receipt.querySelector("[data-fill=orderId]");
  const groups = number?.textContent?.match(/.{1,4}/g) ?? [];
  number?.replaceChildren(
    ...groups.map((group) => {
      const span = document.createElement("span");
      span.textContent = group;
      return span;
    }),
  );
}

function offerPrintAndSave(receipt: HTMLElement): void {
  for (const [name, act] of [
    ["print", () => print()],
    ["save", () => save(receipt)],
  ] as const) {
    const button = receipt.querySelector<HTMLButtonElement>(`button[data-${name}]`);
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", act);
  }
}

/** As text, which every device can open in twenty years. The address is the way back to this page. */
function save(receipt: HTMLElement): void {
  const number = receipt.querySelector("[data-fill=orderId]")?.textContent ?? "order";
  const text = `${document.title}\n\n${receipt.innerText}\n\n${location.href}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = `${number}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Counts down without asking, and asks now and then whether something has happened. */
function follow(receipt: HTMLElement): void {
  const clock = clockOfPage();
  let asked = 0;
  let timer = 0;
  let last = performance.now();
  const ask = async () => {
    clearTimeout(timer);
    last = performance.now();
    asked += 1;
    if (await hasNews(receipt)) return location.reload();
    if (clock || asked < MOST) timer = window.setTimeout(ask, pauseAfter(asked));
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && performance.now() - last > AT_LEAST) void ask();
  });
  timer = window.setTimeout(ask, pauseAfter(0));
  // This page's clock may be a little ahead of the shop's: then it is over in a moment, so ask soon again.
  const over = () => {
    asked = -1;
    void ask();
  };
  if (clock) countDown(receipt, clock, over);
}

const pauseAfter = (asked: number) => (PAUSES[asked] ?? PAUSES.at(-1) ?? 60) * 1_000;

function countDown(
  receipt: HTMLElement,
  clock: { leftAt(monotonic: number): number },
  over: () => void,
): void {
  const line = receipt.querySelector<HTMLElement>("[data-pay-left]");
  const timer = line?.querySelector("[role=timer]");
  const tick = () => {
    const left = clock.leftAt(performance.now());
    if (line) line.hidden = false;
    if (timer) timer.textContent = minutesAndSeconds(left);
    if (left > 0) setTimeout(tick, left % 1_000 || 1_000);
    else over();
  };
  tick();
}

/** Whether this page says less than is known by now. A page in the background need not ask. */
async function hasNews(receipt: HTMLElement): Promise<boolean> {
  if (document.hidden) return false;
  const headers = { accept: "application/json" };
  const response = await fetch(location.pathname, { headers }).catch(() => undefined);
  if (!response?.ok) return false;
  const { payAt, paidAt, cancelledAt } = (await response.json()) as Partial<ReceiptBody>;
  const offersPay = receipt.querySelector("[data-when=pay]:not([hidden])") !== null;
  return paidAt !== undefined || cancelledAt !== undefined || (payAt !== undefined && !offersPay);
}
