/** A sale's door over HTTP: what it asks for, and the exchange of a proof for a pass. */
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import type { DoorMessage, PassBody, Proofs, RefusalBody } from "../../edge/contract.ts";
import type { Shopper } from "./shopper.ts";
import type { AnswerHeaders, HttpAnswer } from "./transport.ts";

export interface Entered {
  status: number;
  body: PassBody & RefusalBody;
  headers: AnswerHeaders;
}

/** What a test sends may be no proof at all; a text is sent as it is. */
export type Shown = { [Name in keyof Proofs]?: unknown } | string;

/** `GET /enter/<sale>`, as it came. */
export function askDoor(shopper: Shopper): Promise<HttpAnswer> {
  return shopper.send({ method: "GET", path: `/enter/${shopper.sale}`, headers: {} });
}

/** What `GET /enter/<sale>` says. */
export async function door(shopper: Shopper): Promise<DoorMessage> {
  return JSON.parse((await askDoor(shopper)).body);
}

/** `POST /enter/<sale>`. A shopper without cookies shows the pass with their start scripts from then on. */
export async function enter(
  shopper: Shopper,
  proofs: Shown,
  headers: Record<string, string> = {},
): Promise<Entered> {
  const answer = await shopper.send({
    method: "POST",
    path: `/enter/${shopper.sale}`,
    headers: { "content-type": "application/json", ...headers },
    body: typeof proofs === "string" ? proofs : JSON.stringify(proofs),
  });
  const entered: Entered = { ...answer, body: JSON.parse(answer.body) };
  if (entered.status === 200) shopper.pass = entered.body.pass;
  return entered;
}

/** As a page's worker does. */
export async function solve({ challenge }: DoorMessage): Promise<NonNullable<Proofs["work"]>> {
  if (!challenge) throw new Error("this door gives no challenge");
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("the challenge was not solved");
  return { challenge, solution };
}
