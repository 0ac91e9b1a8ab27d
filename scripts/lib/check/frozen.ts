/** What is frozen in the deployed sale, and differs in the file: a redeploy will not change it. */
import { seedOf } from "../../../edge/core.ts";
import { Missing, saleStatus, Trouble } from "../operate/client.ts";
import type { SaleStatus } from "../operate/sale-status.ts";
import type { Operator } from "../operate/where.ts";
import { Refusal } from "../refusal.ts";
import type { Finding } from "../sale-file/finding.ts";
import { type Subject, warning } from "../sale-file/subject.ts";

/** Milliseconds: `check` does not wait long for a deployment that is not there. */
const PATIENCE = 10_000;
const FROZEN = ["gates", "slots", "reserve"] as const;

/** `drawSecret`: what a draw's seed would be made from by the next deployment, where that is known. */
export async function frozenFindings(
  operator: Operator,
  subjects: Subject[],
  drawSecret?: string,
): Promise<Finding[]> {
  const deployed = subjects.filter(({ file }) => !file.draft);
  try {
    const all = await Promise.all(
      deployed.map((subject) => compare(operator, subject, drawSecret)),
    );
    return all.flat();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [unseen(operator, error)];
  }
}

function unseen({ url }: Operator, error: Refusal): Finding {
  const passing = error instanceof Trouble;
  return {
    level: passing ? "warning" : "error",
    where: url,
    text: `${error.message}: what is frozen there could not be compared`,
    todo: passing ? "check again when it can be reached" : "fix the address or the key",
  };
}

/** A sale that is not deployed yet, or to which nobody has come, has frozen nothing. */
async function compare(
  operator: Operator,
  subject: Subject,
  drawSecret: string | undefined,
): Promise<Finding[]> {
  try {
    const status = await saleStatus(operator, subject.file.slug, undefined, PATIENCE);
    if (!status.frozen) return [];
    return [
      ...numbers(subject, status),
      ...stock(subject, status),
      ...admission(subject, status),
      ...(await seed(subject, status, drawSecret)),
    ];
  } catch (error) {
    if (error instanceof Missing) return [];
    throw error;
  }
}

function numbers(subject: Subject, status: SaleStatus): Finding[] {
  const { worker } = subject.file;
  const moved = FROZEN.filter((key) => worker[key] !== status[key]);
  return moved.map((key) =>
    warning(subject, {
      where: subject.at(key),
      text: `${key} is ${worker[key]} here and ${status[key]} where it is deployed, and stays so: it is frozen`,
      todo: `write ${key}: ${status[key]}; for another, hold the sale under another name`,
    }),
  );
}

function admission(subject: Subject, { draw }: SaleStatus): Finding[] {
  const [here, there] = [subject.file.worker.admission ?? "race", draw ? "draw" : "race"];
  if (here === there) return [];
  return [
    warning(subject, {
      where: subject.at("admission"),
      text: `admission is ${here} here and ${there} where it is deployed, and stays so: it is frozen`,
      todo: `write admission: ${there}; for another, hold the sale under another name`,
    }),
  ];
}

/** Another seed than the one whose fingerprint was published would change every number. */
async function seed(
  subject: Subject,
  { draw }: SaleStatus,
  drawSecret: string | undefined,
): Promise<Finding[]> {
  if (!draw || drawSecret === undefined) return [];
  const { commitment } = await seedOf({ DRAW_SECRET: drawSecret }, subject.file.slug);
  if (commitment === draw.commitment) return [];
  return [
    {
      ...warning(subject, {
        text: "DRAW_SECRET is not the one that this draw was published with: deployed with this one, the sale would be refused",
        todo: "keep the DRAW_SECRET that is deployed until the draw is over",
      }),
      level: "error",
    },
  ];
}

function stock(subject: Subject, { stock, sold }: SaleStatus): Finding[] {
  const { slug, worker } = subject.file;
  if (worker.stock === stock) return [];
  const where = subject.at("stock");
  const text = `stock is ${worker.stock} here and ${stock} where it is deployed (${sold} sold), and stays so: pages would say what is not true`;
  const raise = `write stock: ${stock}, or raise it there: npm run sale -- restock ${slug} --stock ${worker.stock}`;
  const todo = worker.stock > stock ? raise : `write stock: ${stock}; it can only be raised`;
  return [warning(subject, { where, text, todo })];
}
