/** What is frozen in the deployed sale, and differs in the file: a redeploy will not change it. */
import { Missing, saleStatus, Trouble } from "../operate/client.ts";
import type { SaleStatus } from "../operate/sale-status.ts";
import type { Operator } from "../operate/where.ts";
import { Refusal } from "../refusal.ts";
import type { Finding } from "../sale-file/finding.ts";
import { type Subject, warning } from "../sale-file/subject.ts";

/** Milliseconds: `check` does not wait long for a deployment that is not there. */
const PATIENCE = 10_000;
const FROZEN = ["gates", "slots", "reserve"] as const;

export async function frozenFindings(operator: Operator, subjects: Subject[]): Promise<Finding[]> {
  const deployed = subjects.filter(({ file }) => !file.draft);
  try {
    const all = await Promise.all(deployed.map((subject) => compare(operator, subject)));
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
async function compare(operator: Operator, subject: Subject): Promise<Finding[]> {
  try {
    const status = await saleStatus(operator, subject.file.slug, undefined, PATIENCE);
    return status.frozen ? [...numbers(subject, status), ...stock(subject, status)] : [];
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

function stock(subject: Subject, { stock, sold }: SaleStatus): Finding[] {
  const { slug, worker } = subject.file;
  if (worker.stock === stock) return [];
  const where = subject.at("stock");
  const text = `stock is ${worker.stock} here and ${stock} where it is deployed (${sold} sold), and stays so: pages would say what is not true`;
  const raise = `write stock: ${stock}, or raise it there: npm run sale -- restock ${slug} --stock ${worker.stock}`;
  const todo = worker.stock > stock ? raise : `write stock: ${stock}; it can only be raised`;
  return [warning(subject, { where, text, todo })];
}
