/** The script of the pages after a click: order form, receipt, ended page. */
import { showEnded } from "./ended.ts";
import { checkFields } from "./fields.ts";
import { focusProblem, forgetWhenGivenUp, guardForms, localTimes } from "./order-page.ts";
import { startReceipt } from "./receipt.ts";
import { TimeLeft } from "./time-left.ts";
import { forgetTyped, keepTyped } from "./typed.ts";
import { addVisit } from "./visit.ts";

customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) {
  guardForms();
  forgetWhenGivenUp();
  keepTyped();
  checkFields();
}
const form = document.querySelector<HTMLFormElement>("form[data-order-form]");
if (form) addVisit(form);
const receipt = document.querySelector<HTMLElement>("[data-receipt]");
if (receipt) {
  forgetTyped();
  startReceipt(receipt);
}
localTimes();
focusProblem();
void showEnded();
