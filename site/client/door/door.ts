/** The script of the door, only on the pages of sales that have one. */
import css from "../../styles/door.css?inline";
import { adoptStyles } from "../adopt-styles.ts";
import { SaleDoor } from "./sale-door.ts";

adoptStyles(css);
customElements.define("sale-door", SaleDoor);
