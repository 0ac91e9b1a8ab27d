/** The bench's handle on the load process. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Job, Results } from "./jobs.ts";

export interface Generator {
  run<Kind extends Job["do"]>(job: Extract<Job, { do: Kind }>): Promise<Results[Kind]>;
  /** Ends this process together with ours, even if ours is killed. */
  guard(pid: number): void;
  stop(): void;
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("./process.ts", import.meta.url)));
  // Ours ends it by closing the channel; an end before that is a failure of whatever was asked.
  const died = once(child, "exit").then(() => ({ failed: "the load process has ended" }));
  return {
    async run(job) {
      child.send(job);
      const answered = once(child, "message").then(([message]) => message);
      const answer = await Promise.race([answered, died]);
      if ("failed" in answer) throw new Error(answer.failed);
      return answer.result;
    },
    guard: (pid) => void child.send({ guard: [pid] }),
    stop: () => child.disconnect(),
  };
}
