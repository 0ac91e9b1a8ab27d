/**
 * Stands between a command and a tool that it runs (tool.ts), as the leader of a process group of
 * their own. When the command is gone, however it ended, the channel to it closes, and the whole
 * group ends: a tool that hangs cannot do that for itself.
 */
import { spawn } from "node:child_process";

const endGroup = () => process.kill(-process.pid, "SIGKILL");
process.once("disconnect", endGroup);

const tool = spawn(process.execPath, process.argv.slice(2), {
  stdio: ["ignore", "inherit", "inherit"],
});
tool.once("exit", (status) => {
  process.off("disconnect", endGroup);
  process.exitCode = status ?? 1;
  process.disconnect();
});
