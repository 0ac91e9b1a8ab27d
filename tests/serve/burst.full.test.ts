import { Agent, request } from "node:http";
import { expect, it } from "vitest";
import { startServe } from "../support/serve.ts";
import { askStart } from "../support/shopper.ts";

const CLAIMS = 2000;
const SHOPPERS = 100;

it("2,000 claims at once are all answered, and none by an error", async () => {
  const serving = await startServe({ "starts-in": "-1m", stock: 20 });
  const shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => askStart(serving)));
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const answers = await Promise.all(
    Array.from({ length: CLAIMS }, async (_, index) => {
      const claim = shoppers[index % SHOPPERS]?.message.claim ?? "";
      return await post(`${serving.origin}${claim}`, agent);
    }),
  );
  agent.destroy();
  await serving.stop();
  // A slot, the same slot again, or full: nothing else, and above all no error.
  expect(answers.filter((status) => ![200, 201, 503].includes(status ?? 0))).toEqual([]);
});

function post(url: string, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { accept: "application/json" };
    request(url, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    })
      .on("error", reject)
      .end();
  });
}
