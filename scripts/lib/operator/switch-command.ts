import { type CommandDef, defineCommand } from "citty";
import { print } from "../report.ts";
import { type Action, turn } from "./switch.ts";
import { findOperator, operatorArgs, requireSale } from "./where.ts";

const args = {
  sale: { type: "positional", description: "The sale's name", required: false },
  yes: { type: "boolean", description: "Do not ask" },
  ...operatorArgs,
} as const;

/** Prints the sale's state after it. */
export function switchCommand(action: Action, description: string): CommandDef<typeof args> {
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
