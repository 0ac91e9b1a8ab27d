/** The script of the draw, only on the pages of sales that have one. */
import { DrawCheck } from "./draw-check.ts";
import { showOwnCheck } from "./own-check.ts";
import { SaleDraw } from "./sale-draw.ts";

customElements.define("draw-check", DrawCheck);
customElements.define("sale-draw", SaleDraw);
void showOwnCheck();
