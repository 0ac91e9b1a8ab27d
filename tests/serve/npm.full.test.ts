import { expect, it } from "vitest";
import { descendants, gone } from "../support/processes.ts";
import { startByNpm } from "../support/serve.ts";

it.concurrent("npm start ends with status 0 by SIGTERM, and nothing is left", async () => {
  const serving = await startByNpm();
  const beneath = descendants(serving.pid);
  expect(beneath.length).toBeGreaterThan(2);
  expect(await serving.stop("SIGTERM")).toBe(0);
  await gone(beneath);
});

it.concurrent("npm start leaves nothing when npm itself is killed", async () => {
  const serving = await startByNpm();
  const beneath = descendants(serving.pid);
  await serving.stop("SIGKILL");
  await gone(beneath);
});
