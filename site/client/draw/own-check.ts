/** The check on the pages after the sale's own: the receipt and the ended page. */
import { askStart } from "../start-script.ts";
import { shopperIn } from "./check.ts";
import type { DrawCheck } from "./draw-check.ts";

/** The start script has the seed and, for whoever it knows, the number. Asks nothing where there is no check. */
export async function showOwnCheck(): Promise<void> {
  const check = document.querySelector<DrawCheck>("draw-check[data-alone]");
  const sale = check?.dataset.sale;
  if (!check || sale === undefined) return;
  const draw = await askStart(sale).then(
    ({ message }) => message.draw,
    () => undefined,
  );
  const { seed, number, shopper } = draw ?? {};
  if (seed === undefined || number === undefined || shopper === undefined) return;
  // A receipt may be open in a browser that is somebody else's.
  const owner = shopperIn(location.pathname);
  if (owner === undefined || owner === shopper) await check.show({ seed, number, shopper, sale });
}
