/** The script of the pages after a click: order form, receipt, ended page. */
import { showEnded } from "./ended.ts";
import { checkFields } from "./fields.ts";
import { focusProblem, forgetWhenGivenUp, guardForms, localTimes } from "./order-page.ts";
import { TimeLeft } from "./time-left.ts";
import { forgetTyped, keepTyped } from "./typed.ts";

customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) {
  guardForms();
  forgetWhenGivenUp();
  keepTyped();
  checkFields();
}
if (document.querySelector("[data-receipt]")) forgetTyped();
localTimes();
focusProblem();
void showEnded();
