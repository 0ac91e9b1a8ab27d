/** The script of the pages after a click: order form, receipt, ended page. */
import { showReason } from "./ended.ts";
import { checkFields } from "./fields.ts";
import { focusProblem, guardForms, localTimes } from "./order-page.ts";
import { startReceipt } from "./receipt.ts";
import { TimeLeft } from "./time-left.ts";
import { restoreTyped } from "./typed.ts";
import { addVisit } from "./visit.ts";

customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) {
  guardForms();
  restoreTyped();
  checkFields();
}
const form = document.querySelector<HTMLFormElement>("form[data-order-form]");
if (form) addVisit(form);
const receipt = document.querySelector<HTMLElement>("[data-receipt]");
if (receipt) startReceipt(receipt);
localTimes();
focusProblem();
showReason();
