/** The script of the pages after a click: order form, receipt, ended page. */
import { showReason } from "./ended.ts";
import { checkFields } from "./fields.ts";
import { focusProblem, guardForms, localTimes } from "./order-page.ts";
import { TimeLeft } from "./time-left.ts";
import { restoreTyped } from "./typed.ts";

customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) {
  guardForms();
  restoreTyped();
  checkFields();
}
localTimes();
focusProblem();
showReason();
