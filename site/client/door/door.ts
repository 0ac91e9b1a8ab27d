/** The script of the door, only on the pages of sales that have one. */
import { SaleDoor } from "./sale-door.ts";

customElements.define("sale-door", SaleDoor);
