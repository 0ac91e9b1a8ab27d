/** The script of the draw, only on the pages of sales that have one. */
import css from "../../styles/draw.css?inline";
import { DrawCheck } from "./draw-check.ts";
import { showOwnCheck } from "./own-check.ts";
import { SaleDraw } from "./sale-draw.ts";

// Not in the pages' own styles: those of other sales have no use for it.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

customElements.define("draw-check", DrawCheck);
customElements.define("sale-draw", SaleDraw);
void showOwnCheck();
