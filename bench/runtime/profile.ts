/** `--profile FOLDER`: where a row spends its time, by workerd's inspector (the Chrome DevTools Protocol). */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Generator, withShoppersFor } from "../load/generator.ts";
import { ourTarget, type RowSetup } from "../measure.ts";
import { CONNECTIONS } from "../options.ts";
import type { Row } from "../rows.ts";
import { OURS } from "./services.ts";

const MS = 3_000;
const SHOWN = 25;

/** Writes a profile that a browser's developer tools open, and tells its largest parts. */
export async function profileRow(
  generator: Generator,
  setup: RowSetup,
  row: Row,
  folder: string,
  tell: (line: string) => void,
): Promise<void> {
  const target = withShoppersFor(ourTarget(setup, row), MS);
  const load = { do: "saturate", connections: CONNECTIONS, ms: MS, ...target } as const;
  const port = setup.ours.ports.inspector ?? 0;
  const profile = await profileDuring(port, OURS, () => generator.run(load));
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${row.name.replace(/\W+/g, "-")}.cpuprofile`);
  await writeFile(file, JSON.stringify(profile));
  for (const [name, share] of selfTimes(profile).slice(0, SHOWN)) {
    tell(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
  }
}

interface Node {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
  children?: number[];
}
interface Profile {
  nodes: Node[];
  samples: number[];
  timeDeltas: number[];
}

/** `port`: the inspector's. Profiles the service while `work` runs. */
async function profileDuring(
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
function selfTimes({ nodes, samples, timeDeltas }: Profile): [string, number][] {
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
