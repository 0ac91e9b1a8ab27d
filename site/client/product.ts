/** The script of the product page, apart from the other pages' for the sake of its weight. */
import { SaleLive } from "./sale-live.ts";

customElements.define("sale-live", SaleLive);
