/** Colours, where the terminal has them and nobody has said NO_COLOR. */
import { styleText } from "node:util";
import type { SaleStatus } from "../operator/sale-status.ts";

type Colour = "green" | "yellow" | "cyan" | "magenta" | "red" | "dim";
export type Paint = (colour: Colour, text: string) => string;

export const PAINT: Record<SaleStatus["state"], Colour> = {
  upcoming: "cyan",
  open: "green",
  paused: "yellow",
  ended: "magenta",
};

export const paint: Paint = (colour, text) => styleText(colour, text, { stream: process.stdout });
