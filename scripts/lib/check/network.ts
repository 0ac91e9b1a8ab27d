/** How many new shoppers a minute one network may send, and what that means for people and programs. */
import type { NetworkLimit } from "../../../edge/contract.ts";
import type { WorkerConfig } from "../build/worker-config.ts";
import type { Finding } from "../sale-file/finding.ts";
import { type Subject, warning } from "../sale-file/subject.ts";
import { number } from "../words.ts";

/** When the sale's file says nothing. */
const USUAL: NetworkLimit = 600;

/** What a limit means that somebody has chosen. */
export function network(subject: Subject): Finding[] {
  const { perNetwork = USUAL, door } = subject.file.worker;
  if (perNetwork === USUAL) return [];
  const where = subject.at("perNetwork");
  if (perNetwork < USUAL) {
    return [
      warning(subject, {
        where,
        text: `perNetwork: ${perNetwork} lets ${perNetwork} new shoppers a minute in from one address; an office, a university and many mobile networks have only one for thousands, and the others there are told to wait`,
        todo: `nothing, if your shoppers come from home; otherwise write perNetwork: ${USUAL}`,
      }),
    ];
  }
  // These ask for something that one machine does not have a thousand times.
  if (door === "members" || door === "invites") return [];
  return [
    warning(subject, {
      where,
      text: `perNetwork: ${perNetwork} lets one machine become ${number(perNetwork)} new shoppers a minute, as far as the door lets it`,
      todo: `nothing, if you expect that many people from one university or mobile network; otherwise write perNetwork: ${USUAL}`,
    }),
  ];
}

/** A limit counts only where wrangler.toml has it. */
export function limitFindings(
  { rateLimits }: Pick<WorkerConfig, "rateLimits">,
  subjects: Pick<Subject, "file">[],
): Finding[] {
  const has = new Set(rateLimits.map(({ binding }) => binding));
  const wanted = subjects.map(({ file }) => `NETWORK_${file.worker.perNetwork ?? USUAL}`);
  const missing = [...new Set(wanted)].filter((name) => !has.has(name));
  return missing.map((name) => ({
    level: "warning",
    where: "wrangler.toml",
    text: `there is no [[ratelimits]] named ${name}, so one network may send any number of new shoppers`,
    todo: `put ${name} back as it was, or choose another perNetwork (docs/door.md)`,
  }));
}
