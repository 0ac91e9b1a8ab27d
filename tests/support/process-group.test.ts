import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { inTime } from "./patience.ts";
import { spawnGroup } from "./process-group.ts";
import { descendants, gone } from "./processes.ts";

const CWD = fileURLToPath(new URL("./", import.meta.url));
const FAMILY = ["sh", "-c", "sleep 1000 & echo ready; wait"];

it("a command ends with its children when the process that started it is killed", async () => {
  const script = `
    import { spawnGroup } from "./process-group.ts";
    const command = spawnGroup(${JSON.stringify(FAMILY)}, { cwd: "." });
    command.stdout.once("data", () => console.log(command.pid));
  `;
  const starter = spawn(process.execPath, ["--input-type=module", "--eval", script], { cwd: CWD });
  const [line] = await inTime(once(starter.stdout, "data"), "the command to start");
  const family = [{ pid: Number(String(line)) }, ...descendants(Number(String(line)))];
  expect(family).toHaveLength(2);
  starter.kill("SIGKILL");
  await gone(family);
});

it("a command that ends by itself takes its watch with it", async () => {
  const command = spawnGroup(["sh", "-c", "echo done"], { cwd: CWD });
  // Ours only: a child of the watch's shell bears its name until it has become another program.
  const watches = descendants(process.pid).filter(
    ({ parent, command: line }) => parent === process.pid && line.endsWith(` ${command.pid}`),
  );
  expect(watches).toHaveLength(1);
  expect(await text(command.stdout)).toBe("done\n");
  await gone(watches);
});
