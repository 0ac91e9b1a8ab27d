/**
 * The script of every page that has one. A single entry, because modules that two entries share
 * would become a file of their own, and a second request.
 */
import { showReason } from "./ended.ts";
import { focusProblem, guardForms, localTimes } from "./order-page.ts";
import { SaleLive } from "./sale-live.ts";
import { TimeLeft } from "./time-left.ts";

customElements.define("sale-live", SaleLive);
customElements.define("time-left", TimeLeft);

if (document.querySelector("[data-order-form]")) guardForms();
localTimes();
focusProblem();
showReason();
