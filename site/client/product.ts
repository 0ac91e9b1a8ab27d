/** The script of the product page, separate from the other pages' to keep the page small. */
import { SaleLive } from "./sale-live.ts";
import { noteVisit } from "./visit.ts";

noteVisit();
customElements.define("sale-live", SaleLive);
