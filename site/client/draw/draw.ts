/** The script of the draw, only on the pages of sales that have one. */
import css from "../../styles/draw.css?inline";
import { adoptStyles } from "../adopt-styles.ts";
import { DrawCheck } from "./draw-check.ts";
import { showOwnCheck } from "./own-check.ts";
import { SaleDraw } from "./sale-draw.ts";

adoptStyles(css);
customElements.define("draw-check", DrawCheck);
customElements.define("sale-draw", SaleDraw);
void showOwnCheck();
