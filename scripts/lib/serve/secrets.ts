/** The Worker's secrets: from a file, and made where the file lacks them. */
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { givenPath } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { makeSecret, type Secrets, secretsIn, serialize } from "../secrets.ts";
import { type StateFolder, writePrivately } from "./state.ts";

/** What is made is kept in the state folder, so that tokens and keys live as long as the sale. */
export function findSecrets(
  state: StateFolder,
  env: string | undefined,
  orderSystem: string | undefined,
): Secrets {
  const given = env === undefined ? {} : readGiven(env);
  const kept = readKept(state.secrets);
  const url = orderSystem ?? given.ORDER_SYSTEM_URL;
  const secrets: Secrets = { ...kept, ...given, ...(url && { ORDER_SYSTEM_URL: url }) };
  const made = makeMissing(secrets, url !== undefined);
  if (Object.keys(made).length > 0) writePrivately(state.secrets, serialize({ ...kept, ...made }));
  const all = { ...secrets, ...made };
  // The two come together: a secret alone, made for an earlier URL, is none.
  if (url === undefined) delete all.ORDER_SYSTEM_SECRET;
  return all;
}

function makeMissing(secrets: Secrets, forwards: boolean): Secrets {
  const needed = ["SIGNING_KEY", "ADMIN_KEY"] as const;
  const names = forwards ? [...needed, "ORDER_SYSTEM_SECRET" as const] : needed;
  const missing = names.filter((name) => !secrets[name]);
  return Object.fromEntries(missing.map((name) => [name, makeSecret(name)]));
}

function readGiven(file: string): Secrets {
  try {
    return secretsIn(parseEnv(readFileSync(givenPath(file), "utf8")));
  } catch (error) {
    throw new Refusal(`--env ${file} cannot be read: ${(error as Error).message}`, 2);
  }
}

function readKept(file: string): Secrets {
  try {
    return secretsIn(parseEnv(readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
