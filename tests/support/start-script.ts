/** The start script as a page sees it. */
import type { StartMessage } from "../../edge/contract.ts";

export async function askStart(
  { origin, sale }: { origin: string; sale: string },
  headers: Record<string, string> = {},
): Promise<{ message: StartMessage; cookie: string | undefined; response: Response }> {
  const response = await fetch(`${origin}/start/${sale}.js?v=${Math.random()}`, { headers });
  const body = await response.text();
  const call = /^saleStart\((.*)\);\s*$/s.exec(body)?.[1];
  if (!call) throw new Error(`not a start script: ${body}`);
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  return { message: JSON.parse(call), cookie, response };
}
