import { defineCommand } from "citty";
import { onStop } from "../lib/interrupt.ts";
import { Refusal } from "../lib/refusal.ts";
import { portTaken } from "../lib/serve/port.ts";
import { print, tell } from "../lib/tell.ts";
import {
  findSecret,
  orderSystemArgs,
  readBehaviourArgs,
  readPort,
} from "../order-system/options.ts";
import { type OrderSystemOptions, startOrderSystem } from "../order-system/server.ts";

export default defineCommand({
  meta: {
    name: "order-system",
    description: "An order system for development, which can be told to fail",
  },
  args: orderSystemArgs,
  run: async ({ args }) => {
    const port = readPort(args.port ?? "8790");
    const behaviour = readBehaviourArgs(args);
    const { secret, file } = findSecret(args.env);
    const { database = ":memory:" } = args;
    const ended = new Promise<void>(onStop);
    const system = await start({ port, secret, database, behaviour });
    tell(`secret: ${file ?? "from the environment"}`);
    const env = file ?? "<a file with that secret>";
    tell(`orders to it: npm start -- --order-system ${system.url} --env ${env}`);
    print(`ready ${system.url}`);
    await ended;
    await system.stop();
  },
});

async function start(options: OrderSystemOptions) {
  try {
    return await startOrderSystem(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Refusal(portTaken(options.port ?? 0));
    if (code === "ERR_SQLITE_ERROR") throw new Refusal(`--database cannot be used: ${message}`);
    throw error;
  }
}
