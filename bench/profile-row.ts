/** `--profile FOLDER`: where the time of a row goes, for whoever wants to make it faster. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Generator } from "./load/generator.ts";
import { crew, ourTarget, type Pair } from "./measure.ts";
import { CONNECTIONS } from "./options.ts";
import type { Row } from "./rows.ts";
import { profileDuring, selfTimes } from "./runtime/profile.ts";
import { OURS } from "./runtime/services.ts";

const MS = 3_000;
const SHOWN = 25;

/** Writes a profile that a browser's developer tools open, and tells its largest parts. */
export async function profileRow(
  generator: Generator,
  pair: Pair,
  row: Row,
  folder: string,
  tell: (line: string) => void,
): Promise<void> {
  const target = crew(ourTarget(pair, row), MS);
  const load = { do: "saturate", connections: CONNECTIONS, ms: MS, ...target } as const;
  const port = pair.ours.ports.inspector ?? 0;
  const profile = await profileDuring(port, OURS, () => generator.run(load));
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${row.name.replace(/\W+/g, "-")}.cpuprofile`);
  await writeFile(file, JSON.stringify(profile));
  for (const [name, share] of selfTimes(profile).slice(0, SHOWN)) {
    tell(`${(share * 100).toFixed(1).padStart(6)} %  ${name}`);
  }
}
