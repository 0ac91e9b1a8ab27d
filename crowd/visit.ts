/** One visit, from the first page load until the visitor has an order, gives up or is told it is over. */
import type { StartMessage } from "../edge/contract.ts";
import type { Outcome } from "../site/client/claim.ts";
import type { Visitor } from "./crowd.ts";
import { OpenPage } from "./open-page.ts";
import { type Placed, type Shop, wait } from "./shop.ts";

/**
 * - `bought` has an order
 * - `sold_out`, `closed` was told so
 * - `gave_up` clicked as often as they wanted to
 * - `left` closed the order form
 * - `forged` was a forger and is done
 */
export type Ending = "bought" | "sold_out" | "closed" | "gave_up" | "left" | "forged";

export async function visit(visitor: Visitor, shop: Shop): Promise<Ending> {
  const page = await arrive(visitor, shop);
  try {
    return visitor.kind === "forger" ? await forge(page, shop) : await buy(page, visitor, shop);
  } finally {
    page.close();
  }
}

/** All loads of the page; resolves to the last one, open. */
async function arrive(visitor: Visitor, shop: Shop): Promise<OpenPage> {
  let page: OpenPage | undefined;
  for (const load of visitor.loads) {
    await wait(shop, shop.startsAt + load - shop.now());
    page?.close();
    page = await openPage(visitor, shop);
    if (visitor.kind === "jumper") await page.asked.then(() => shop.jump());
  }
  return page ?? openPage(visitor, shop);
}

async function openPage({ chance }: Visitor, shop: Shop): Promise<OpenPage> {
  await shop.loadPage();
  return new OpenPage(shop, chance);
}

async function forge(page: OpenPage, shop: Shop): Promise<Ending> {
  const live = await page.live();
  await shop.forge(live.is === "open" ? live.claim : undefined);
  return "forged";
}

async function buy(page: OpenPage, visitor: Visitor, shop: Shop): Promise<Ending> {
  const slot = await getSlot(page, visitor, shop);
  if (!("url" in slot)) return slot.ending;
  // Another page is there now; the product page asks for nothing any more.
  page.close();
  if (!(await shop.openForm(slot.url)) || visitor.kind === "leaver") return "left";
  await wait(shop, visitor.form);
  const placed = await sendForm(slot.url, visitor, shop);
  // Someone who clicks twice also clicks once more on the page that they left open.
  if (placed === "placed" && visitor.kind === "double" && slot.claim) await shop.claim(slot.claim);
  if (placed === "placed") return "bought";
  if (placed === "sold_out" || placed === "closed") return placed;
  return placed === "expired" ? buyAgain(visitor, shop) : "gave_up";
}

/** The slot had lapsed: once more from the product page, and much faster. */
async function buyAgain(visitor: Visitor, shop: Shop): Promise<Ending> {
  if (visitor.kind !== "slow") return "gave_up";
  const page = await openPage(visitor, shop);
  const again: Visitor = { ...visitor, kind: "surge", form: Math.round(visitor.form / 3) };
  try {
    return await buy(page, again, shop);
  } finally {
    page.close();
  }
}

/** Clicks until there is a slot; waits as long as a person does in between. */
async function getSlot(
  page: OpenPage,
  { kind, reaction, pauses }: Visitor,
  shop: Shop,
): Promise<{ url: string; claim?: string } | { ending: Ending }> {
  let pause = reaction;
  for (const next of [...pauses, undefined]) {
    await page.live();
    await wait(shop, pause);
    const live = await page.live(); // it may have changed meanwhile
    if (live.is === "holder") return { url: live.order };
    if (live.is === "ended") return { ending: live.reason ?? "closed" };
    const { outcome, claim } = await click(page, live.claim, kind, shop);
    if (outcome.kind === "go") return { url: outcome.url, claim };
    page.turn(...meaning(outcome));
    if (next === undefined) break;
    pause = Math.max(next, "wait" in outcome ? outcome.wait : 0);
  }
  return { ending: "gave_up" };
}

/** A claim URL that is too old (or another cookie's) is no reason to make its shopper click twice. */
async function click(page: OpenPage, claim: string, kind: Visitor["kind"], shop: Shop) {
  const outcome = await claimBy(claim, kind, shop);
  if (outcome.kind !== "stale") return { outcome, claim };
  const fresh = await page.fresh();
  if (fresh === undefined || fresh === claim) return { outcome, claim };
  return { outcome: await shop.claim(fresh), claim: fresh };
}

async function claimBy(url: string, kind: Visitor["kind"], shop: Shop): Promise<Outcome> {
  if (kind !== "double") return shop.claim(url);
  const [first, second] = await Promise.all([shop.claim(url), shop.claim(url)]);
  return second.kind === "go" ? second : first;
}

/** What a refused click turns the page into. */
function meaning(outcome: Outcome): [StartMessage["state"]?, StartMessage["reason"]?] {
  switch (outcome.kind) {
    case "ended":
      return ["ended", outcome.reason];
    case "paused":
      return ["paused"];
    case "early":
      return ["upcoming"];
    default:
      return [];
  }
}

/** Sends it again while there is no unit in reach: the slot is kept, and so is what was typed. */
async function sendForm(url: string, { kind, pauses }: Visitor, shop: Shop): Promise<Placed> {
  for (let i = 0; ; i++) {
    const placed = await send(url, kind, shop);
    if (placed !== "full" && placed !== "failed") return placed;
    const pause = pauses[i];
    if (pause === undefined) return placed;
    await wait(shop, pause);
  }
}

async function send(url: string, kind: Visitor["kind"], shop: Shop): Promise<Placed> {
  if (kind !== "double") return shop.order(url);
  const [first, second] = await Promise.all([shop.order(url), shop.order(url)]);
  return second === "placed" ? second : first;
}
