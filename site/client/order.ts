/** The script of every page but the product page: what comes after a click. */
import { showReason } from "./ended.ts";
import { focusProblem, guardForms, localTimes } from "./order-page.ts";
import { TimeLeft } from "./time-left.ts";
import { restoreTyped } from "./typed.ts";

customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) {
  guardForms();
  restoreTyped();
}
localTimes();
focusProblem();
showReason();
