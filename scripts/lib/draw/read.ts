/** Reads the files that `verify` is given, and says clearly what is wrong with them. */
import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { EVERYBODY } from "../../../edge/core.ts";
import { givenPath } from "../project.ts";
import { Refusal } from "../refusal.ts";
import type { DrawProof } from "./proof.ts";
import type { DrawnOrder } from "./verify.ts";

const hash = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
const time = z.number().check(z.int(), z.gte(0), z.lte(8.64e15));
const number = z.number().check(z.gte(0), z.lt(EVERYBODY));
const called = z.number().check(z.gte(0), z.lte(EVERYBODY));
const order = z.object({ number, placedAt: time, cancelledAt: z.optional(time) });
const proof = z.object({
  sale: z.string(),
  startsAt: z.optional(time),
  seed: z.optional(hash),
  commitment: hash,
  steps: z.array(z.object({ at: time, called })),
  orders: z.array(order),
});
const report = z.object({ draw: z.optional(proof) });
const exported = z.object({ ...order.shape, orderId: z.string(), shopper: z.string() });

/** The draw in what `report --json` printed. Throws a Refusal. */
export async function readProof(file: string): Promise<DrawProof> {
  const read = report.safeParse(parsed(await contents(file), file));
  if (!read.success) throw new Refusal(`${file} ${wrong(read.error)}; ${HOW}`);
  if (read.data.draw) return read.data.draw as DrawProof;
  throw new Refusal(`${file} has no draw in it: only a sale with admission: draw has one; ${HOW}`);
}

const HOW = "verify takes what was printed by: npm run sale -- report <sale> --json";
const HOW_ORDERS =
  "--orders takes what was printed by: npm run sale -- orders <sale> --format ndjson";

/** The orders in an export as NDJSON, with their shoppers. Throws a Refusal. */
export async function readExport(file: string): Promise<DrawnOrder[]> {
  const lines = (await contents(file)).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, index) => {
    const where = `${file}:${index + 1}`;
    const read = exported.safeParse(parsed(line, where));
    if (read.success) return read.data as DrawnOrder;
    throw new Refusal(`${where} ${wrong(read.error)}; ${HOW_ORDERS}`);
  });
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(givenPath(file), "utf8");
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`${where} is not JSON; ${where.includes(":") ? HOW_ORDERS : HOW}`);
  }
}

const wrong = ({ issues }: z.core.$ZodError) =>
  `is not what was expected at ${issues[0]?.path.join(".") || "its beginning"}`;
