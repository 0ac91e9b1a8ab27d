/** Every command by name, in the order of a sale's life; each is loaded only when it is asked for. */
import type { SubCommandsDef } from "citty";

/** A command whatever its options are. */
export type Command = Awaited<Extract<SubCommandsDef[string], Promise<unknown>>>;

export const commands: Record<string, () => Promise<Command>> = {
  new: () => import("./new.ts").then((module) => module.default),
  list: () => import("./list.ts").then((module) => module.default),
  check: () => import("./check.ts").then((module) => module.default),
  dev: () => import("./dev.ts").then((module) => module.default),
  serve: () => import("./serve.ts").then((module) => module.default),
  plan: () => import("./plan.ts").then((module) => module.default),
  rehearse: () => import("./rehearse.ts").then((module) => module.default),
  build: () => import("./build.ts").then((module) => module.default),
  invites: () => import("./invites.ts").then((module) => module.default),
  deploy: () => import("./deploy.ts").then((module) => module.default),
  rollback: () => import("./rollback.ts").then((module) => module.default),
  postpone: () => import("./postpone.ts").then((module) => module.default),
  status: () => import("./status.ts").then((module) => module.default),
  watch: () => import("./watch.ts").then((module) => module.default),
  pause: () => import("./switch.ts").then((module) => module.pause),
  resume: () => import("./switch.ts").then((module) => module.resume),
  end: () => import("./switch.ts").then((module) => module.end),
  restock: () => import("./restock.ts").then((module) => module.default),
  orders: () => import("./orders.ts").then((module) => module.default),
  cancel: () => import("./order-change.ts").then((module) => module.cancel),
  paid: () => import("./order-change.ts").then((module) => module.paid),
  redeliver: () => import("./redeliver.ts").then((module) => module.default),
  report: () => import("./report.ts").then((module) => module.default),
  verify: () => import("./verify.ts").then((module) => module.default),
  "order-system": () => import("./order-system.ts").then((module) => module.default),
};
