/** The marketer's command line: `npm run sale -- <command>`. */
import { main } from "./lib/cli.ts";

process.exitCode = await main(process.argv.slice(2));
