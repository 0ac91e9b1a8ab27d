/** A CPU profile of a Worker, through workerd's inspector (the Chrome DevTools Protocol). */

interface Node {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
  children?: number[];
}
export interface Profile {
  nodes: Node[];
  samples: number[];
  timeDeltas: number[];
}

/** `port`: the inspector's. Profiles the service while `work` runs. */
export async function profileDuring(
  port: number,
  service: string,
  work: () => Promise<unknown>,
): Promise<Profile> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${service}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`no inspector at port ${port}`));
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
  };
  let last = 0;
  const send = (method: string, params = {}) =>
    new Promise<unknown>((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  await send("Profiler.enable");
  await send("Profiler.setSamplingInterval", { interval: 200 });
  await send("Profiler.start");
  await work();
  const { profile } = (await send("Profiler.stop")) as { profile: Profile };
  socket.close();
  return profile;
}

/** Functions by the share of time spent in themselves, the largest first. */
export function selfTimes({ nodes, samples, timeDeltas }: Profile): [string, number][] {
  const byId = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const times = new Map<string, number>();
  let total = 0;
  samples.forEach((id, i) => {
    const name = byId.get(id) ?? "?";
    const time = timeDeltas[i] ?? 0;
    total += time;
    times.set(name, (times.get(name) ?? 0) + time);
  });
  const shares = [...times].map(([name, time]): [string, number] => [name, time / total]);
  return shares.sort((a, b) => b[1] - a[1]);
}

function nameOf({ callFrame: { functionName, lineNumber, columnNumber } }: Node): string {
  const place = lineNumber < 0 ? "" : ` ${lineNumber + 1}:${columnNumber + 1}`;
  return `${functionName || "(anonymous)"}${place}`;
}
