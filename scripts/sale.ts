/** The marketer's command line as a process: `npm run sale -- <command>`. */
import { main, processIo } from "./main.ts";

const io = processIo();
const status = await main(process.argv.slice(2), { io });
// What is still under way after Ctrl-C is not waited for.
if (io.interrupted.aborted) process.exit(status);
process.exitCode = status;
