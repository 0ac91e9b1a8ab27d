/** Brings sales into their states by what shoppers do. */
import { type Answer, openAll } from "../crowd/http/connection.ts";
import { post } from "../crowd/http/request.ts";
import { makeShoppers } from "./load/shoppers.ts";

const FORM = JSON.stringify({ name: "Ada Lovelace", email: "ada@example.com" });

interface At {
  port: number;
  signingKey: string;
}

/** Takes every slot of "full" and keeps it; buys the only unit of "gone". */
export async function prepareSales(at: At): Promise<void> {
  await claimAll(at, "full", 300);
  const [granted] = await claimAll(at, "gone", 1);
  if (granted?.status !== 201) throw new Error(`nobody got the only unit: ${granted?.body}`);
  const [connection] = await openAll(at.port, 1);
  const { order } = JSON.parse(granted.body);
  const placed = await connection?.ask(post(order, "", FORM));
  connection?.close();
  if (placed?.status !== 201) throw new Error(`the only unit was not sold: ${placed?.body}`);
}

async function claimAll({ port, signingKey }: At, sale: string, count: number): Promise<Answer[]> {
  const shoppers = await makeShoppers(count, { sale, signingKey, lapsed: false });
  const [connection] = await openAll(port, 1);
  const answers: Answer[] = [];
  for (const { claim, cookie } of shoppers) {
    const answer = await connection?.ask(post(claim, cookie));
    if (answer) answers.push(answer);
  }
  connection?.close();
  return answers;
}
