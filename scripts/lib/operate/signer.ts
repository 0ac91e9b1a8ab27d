/** The key that a sale's Worker signs with, and where its pages are: what invitations are made of. */
import { join } from "node:path";
import { type Key, keysOf, MissingSecret } from "../../../edge/core.ts";
import { context } from "../context.ts";
import { readLocal } from "../local-record.ts";
import { readRecord } from "../record.ts";
import { Refusal, UsageError } from "../refusal.ts";
import { readSettings } from "../secrets.ts";
import { tell } from "../tell.ts";
import { LOCAL, type OperatorArgs, urlOf } from "./where.ts";

export interface Signer {
  key: Key;
  /** Without a slash at its end. */
  origin: string;
}

/** A key as text, and the address that belongs to it. */
interface Found {
  text: string;
  home: string | undefined;
}

/**
 * As the operator's key is found: named on the command line, in the environment, kept by deploy, or of
 * what is served on this machine, in this order.
 */
export async function findSigner(args: OperatorArgs): Promise<Signer> {
  const url = urlOf(args.url, args.state === undefined ? context().env : {});
  const { text, home } = args.local ? requireLocal(args) : (named(args) ?? kept(url));
  return { key: await readKey(text), origin: url ?? home ?? LOCAL };
}

function requireLocal({ url, env, state }: OperatorArgs): Found {
  if (url !== undefined || env !== undefined || state !== undefined) {
    throw new UsageError(
      "--local finds address and key by itself: leave out --url, --env, --state",
    );
  }
  const local = readLocal();
  if (local) return { text: local.signingKey, home: local.url };
  throw new UsageError("nothing is served on this machine; npm start serves the sample sale");
}

/** By `--env`, `--state` or the environment. */
function named({ env, state }: OperatorArgs): Found | undefined {
  const inState = state === undefined ? undefined : join(state, "secrets.env");
  const files = [env, inState].filter((file) => file !== undefined);
  const text =
    files.length > 0
      ? files.map((file) => readSettings(file).SIGNING_KEY).find(Boolean)
      : context().env.SIGNING_KEY;
  if (text) return { text, home: homeOf(text) };
  if (files.length > 0) throw new Refusal(`there is no SIGNING_KEY in ${files.join(" or ")}`, 2);
  return undefined;
}

/** Where it is known that this key signs. */
function homeOf(text: string): string | undefined {
  const [deployed, local] = [readRecord(), readLocal()];
  if (deployed?.secrets.SIGNING_KEY === text) return deployed.url;
  return local?.signingKey === text ? local.url : undefined;
}

/** Guests come to what is deployed, so that is meant while both are there. */
function kept(url: string | undefined): Found {
  const [deployed, local] = [readRecord(), readLocal()];
  const text = deployed?.secrets.SIGNING_KEY;
  if (text) {
    if (local && url === undefined) {
      tell(`for ${deployed.url ?? "what is deployed"}; for ${local.url}, say --local`);
    }
    return { text, home: deployed.url };
  }
  if (local && (url === undefined || url === local.url)) {
    tell(`for ${local.url}, served on this machine`);
    return { text: local.signingKey, home: local.url };
  }
  throw new UsageError(NO_KEY);
}

const NO_KEY =
  "nothing is deployed from here or served on this machine, so this needs the sale's SIGNING_KEY: set it in the environment, or name a file that has it with --env, or the state folder of serve with --state";

async function readKey(SIGNING_KEY: string): Promise<Key> {
  try {
    return (await keysOf({ SIGNING_KEY })).current;
  } catch (error) {
    if (error instanceof MissingSecret) throw new Refusal(error.message, 2);
    throw error;
  }
}
