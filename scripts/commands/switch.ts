/** pause, resume, end: three commands that are one. */
import { type CommandDef, defineCommand } from "citty";
import { type Action, turn } from "../lib/operate/switch.ts";
import { findOperator, operatorArgs } from "../lib/operate/where.ts";
import { requireSale } from "../lib/sale-file/sales.ts";
import { print } from "../lib/tell.ts";

const args = {
  sale: { type: "positional", description: "The sale's name", required: false },
  yes: { type: "boolean", description: "Do not ask" },
  ...operatorArgs,
} as const;

/** Prints the sale's state after it. */
function switchCommand(action: Action, description: string): CommandDef<typeof args> {
  return defineCommand({
    meta: { name: action, description },
    args,
    run: async ({ args }) => {
      const sale = requireSale(action, args.sale);
      const state = await turn(findOperator(args), sale, action, args.yes ?? false);
      print(state);
    },
  });
}

export const pause = switchCommand("pause", "Hand out no more slots until resume");
export const resume = switchCommand("resume", "Go on after a pause");
export const end = switchCommand("end", "End a sale for good");
