/** What an operator can do. Each action is an entry here; asking, sending and telling are the same for all. */
import type { ConsoleOrder, ConsoleStatus, RefusalBody } from "../../../edge/contract.ts";
import { fill } from "../../text.ts";
import { count, element, find, show, texts, write } from "./page.ts";

/** What an action is about. */
export interface Subject {
  status: ConsoleStatus;
  order?: ConsoleOrder;
}

/** Hears what the shop answered: for some actions the sale's status afterwards. */
type Done = (told: Record<string, unknown>) => void;

interface Action {
  /** Its texts. */
  name: "pause" | "resume" | "end" | "restock" | "redeliver" | "redeliverOne" | "cancel" | "paid";
  /** Behind `/admin/sales/<sale>/`. */
  path: (subject: Subject) => string;
  isPossible: (subject: Subject) => boolean;
  /** What is sent; `stock` is what was typed into the field, where the action has one. */
  body?: (subject: Subject, stock: number) => object;
  asksForStock?: true;
}

/** Whether somebody has pressed pause: before the start, `state` does not say so. */
function isPaused({ events }: ConsoleStatus): boolean {
  return (
    events.findLast(({ action }) => action === "pause" || action === "resume")?.action === "pause"
  );
}

const isClosed = ({ events, state }: ConsoleStatus) =>
  events.some(({ action }) => action === "end") || (state === "ended" && events.length === 0);
const hasEnded = ({ status }: Subject) => isClosed(status);

const SALE_ACTIONS: Action[] = [
  {
    name: "pause",
    path: () => "pause",
    isPossible: ({ status }) => status.state !== "ended" && !isPaused(status),
  },
  {
    name: "resume",
    path: () => "resume",
    isPossible: ({ status }) => status.state !== "ended" && isPaused(status),
  },
  {
    name: "restock",
    path: () => "restock",
    // A sale that is sold out has ended, and a restock opens it again.
    isPossible: (subject) => !hasEnded(subject),
    asksForStock: true,
    body: (_, stock) => ({ stock }),
  },
  {
    name: "redeliver",
    path: () => "redeliver",
    isPossible: ({ status: { deliveries } }) => deliveries.undelivered + deliveries.stopped > 0,
    body: () => ({}),
  },
  {
    name: "end",
    path: () => "end",
    isPossible: (subject) => subject.status.state !== "ended",
  },
];

const ORDER_ACTIONS: Action[] = [
  {
    name: "redeliverOne",
    path: () => "redeliver",
    isPossible: ({ order }) =>
      order?.delivery.state !== "kept" && order?.delivery.state !== "waiting",
    body: ({ order }) => ({ orderId: order?.orderId }),
  },
  {
    name: "paid",
    path: ({ order }) => `orders/${order?.orderId}/paid`,
    isPossible: ({ order }) => order?.paidAt === undefined && order?.cancelledAt === undefined,
  },
  {
    name: "cancel",
    path: ({ order }) => `orders/${order?.orderId}/cancelled`,
    isPossible: ({ order }) => order?.cancelledAt === undefined,
  },
];

/**
 * The buttons for what is possible now, in their order. A button that is there already is kept, so that
 * it does not go away under a finger or the focus. `subject` is asked for again at each click.
 */
export function offerActions(place: HTMLElement, subject: () => Subject, done: Done): void {
  const all = subject().order ? ORDER_ACTIONS : SALE_ACTIONS;
  const kept = new Map(
    [...place.querySelectorAll<HTMLElement>("[data-action]")].map((one) => [
      one.dataset.action,
      one,
    ]),
  );
  const possible = all.filter((action) => action.isPossible(subject()));
  const buttons = possible.map((action) => kept.get(action.name) ?? button(action, subject, done));
  for (const old of kept.values()) if (!buttons.includes(old)) old.remove();
  buttons.forEach((one, index) => {
    const there = place.children[index];
    if (there !== one) place.insertBefore(one, there ?? null);
  });
}

function button(action: Action, subject: () => Subject, done: Done): HTMLElement {
  const attributes = { type: "button", class: "quiet", "data-action": action.name };
  const made = element("button", attributes, texts.actions[action.name].label);
  made.addEventListener("click", () => ask(action, subject(), done));
  return made;
}

// ── Asking first ────────────────────────────────────────────────────────────────────────────

/** Says what will happen, and does nothing before a second click. */
function ask(action: Action, subject: Subject, done: Done): void {
  const words = texts.actions[action.name];
  const gaps = gapsOf(subject);
  const dialog = find<HTMLDialogElement>("[data-confirm]");
  write("#confirm-title", words.title);
  write("#confirm-text", fill(words.text, gaps));
  write("[data-confirm-submit]", words.submit);
  show("[data-confirm-problem]", false);
  prepareField(action, subject);
  const { signal, abort } = abortable();
  find("[data-keep]").addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener("close", abort, { signal });
  find("[data-confirm-form]").addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void carryOut(action, subject, done);
    },
    { signal },
  );
  dialog.showModal();
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function prepareField(action: Action, { status }: Subject): void {
  const asksForStock = action.asksForStock === true;
  const field = find<HTMLInputElement>("#stock");
  show("[data-confirm-field]", asksForStock);
  field.required = asksForStock;
  field.disabled = !asksForStock;
  field.min = String(status.stock);
  field.value = String(status.stock);
}

function gapsOf({ order }: Subject): Record<string, string> {
  return order ? { order: order.orderId } : {};
}

// ── Doing it ────────────────────────────────────────────────────────────────────────────────

async function carryOut(action: Action, subject: Subject, done: Done): Promise<void> {
  const button = find<HTMLButtonElement>("[data-confirm-submit]");
  if (button.disabled) return;
  button.disabled = true;
  write("[data-confirm-submit]", texts.actions.sending);
  const stock = find<HTMLInputElement>("#stock").valueAsNumber;
  const told = await send(action, subject, stock);
  button.disabled = false;
  write("[data-confirm-submit]", texts.actions[action.name].submit);
  if (typeof told === "string") {
    show("[data-confirm-problem]", true);
    return write("[data-confirm-problem]", told);
  }
  find<HTMLDialogElement>("[data-confirm]").close();
  tellDone(action, { ...gapsOf(subject), ...numbersIn(told) });
  done(told);
}

/** What the shop answered; a text when it refused. */
async function send(
  { path, body }: Action,
  subject: Subject,
  stock: number,
): Promise<Record<string, unknown> | string> {
  const { refused } = texts.actions;
  try {
    const answer = await fetch(`/admin/sales/${subject.status.sale}/${path(subject)}`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(body?.(subject, stock) ?? {}),
    });
    const told = answer.status === 204 ? {} : await answer.json();
    return answer.ok ? told : whyNot(told);
  } catch {
    return refused.failed;
  }
}

function whyNot({ code, fields = {} }: RefusalBody): string {
  const words: Record<string, string> = texts.actions.refused;
  const why = Object.entries(fields)
    .map(([field, text]) => `${field} ${text}`)
    .join("; ");
  return fill(words[code] ?? texts.actions.refused.failed, { why });
}

function numbersIn(told: Record<string, unknown>): Record<string, string> {
  const numbers = Object.entries(told).filter(([, value]) => typeof value === "number");
  return Object.fromEntries(numbers.map(([name, value]) => [name, count(value as number)]));
}

/** The effect is seen in the numbers; this says it in words, and takes the focus there. */
function tellDone({ name }: Action, gaps: Record<string, string>): void {
  show("[data-done]", true);
  write("[data-done]", fill(texts.actions[name].done, gaps));
  find("[data-done]").focus();
}
