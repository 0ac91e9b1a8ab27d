import { defineCommand } from "citty";
import { print, tell } from "../lib/tell.ts";
import { newArgs } from "../lib/write/flags.ts";
import { makeSale } from "../lib/write/new-sale.ts";

export default defineCommand({
  meta: { name: "new", description: "Make a sale: asks what it needs to know, writes its file" },
  args: newArgs,
  run: async ({ args }) => {
    const file = await makeSale(args);
    const sale = file.split("/").at(-2);
    print(file);
    tell(`write the page's text there; to see it: npm run sale -- dev --sale ${sale}`);
    tell(`then, before anybody else sees it: npm run sale -- check ${sale}`);
  },
});
