import { defineCommand } from "citty";
import { duration } from "../../edge/contract.ts";
import { context } from "../lib/context.ts";
import { onStop } from "../lib/interrupt.ts";
import { changesView, jsonView, Screen, screenView } from "../lib/operate/views.ts";
import { looking, type View, watch } from "../lib/operate/watch.ts";
import { findOperator, operatorArgs } from "../lib/operate/where.ts";
import { UsageError } from "../lib/refusal.ts";
import { paint, print, tell } from "../lib/tell.ts";

export default defineCommand({
  meta: {
    name: "watch",
    description: "Show how a sale stands and keep it up to date, until Ctrl-C",
  },
  args: {
    sale: { type: "positional", description: "The sale's name", required: false },
    every: { type: "string", description: "How often it looks (default 2s)", valueHint: "time" },
    until: { type: "string", description: "ended: stop then", valueHint: "state" },
    json: { type: "boolean", description: "For programs: a line of JSON for each look" },
    ...operatorArgs,
  },
  run: async ({ args }) => {
    const every = readEvery(args.every ?? "2s");
    const untilEnded = readUntil(args.until);
    const look = await looking(findOperator(args), "watch", args.sale);
    const view = pickView(args.json ?? false, args.sale !== undefined);
    await watch({ look, view, every, untilEnded, signal: untilStopped() });
  },
});

const SHORTEST = 200;

function readEvery(value: string): number {
  const every = duration(value);
  if (every !== undefined && every >= SHORTEST && every < 2 ** 31) return every;
  throw new UsageError(`--every ${value}: it must be a duration of ${SHORTEST}ms or more, like 2s`);
}

function readUntil(value: string | undefined): boolean {
  if (value === undefined || value === "ended") return value !== undefined;
  throw new UsageError(`--until ${value}: it can only be ended`);
}

function pickView(json: boolean, full: boolean): View {
  if (json) return jsonView({ out: print, tell });
  const { io, env } = context();
  const { stdout } = io;
  if (stdout.isTTY && env.TERM !== "dumb") return screenView(new Screen(stdout), full, paint);
  return changesView({ out: print, tell });
}

/** Ctrl-C is how one ends it, and so is a reader that has had enough: no failure. */
function untilStopped(): AbortSignal {
  const controller = new AbortController();
  onStop(() => controller.abort());
  context().io.stdout.on("error", () => controller.abort());
  return controller.signal;
}
