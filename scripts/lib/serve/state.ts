/** What a state folder remembers of its sales, so that the same folder goes on with the same sale. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { Sale } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";
import {
  type MadeSecret,
  makeSecret,
  readSettings,
  type Secrets,
  secretsIn,
  serialize,
} from "../secrets.ts";
import type { Made } from "./options.ts";

/** What options have set, and may set again. What they have not may still be edited in the file. */
export type Kept = Partial<Pick<Sale, "startsAt" | "endsAt" | "hold" | "payWithin">>;
interface Remembered {
  made: Required<Made>;
  kept: Kept;
}

export class StateFolder {
  readonly path: string;
  readonly #file: string;
  readonly #sales: Record<string, Remembered>;

  constructor(path: string) {
    this.path = resolve(path);
    this.#file = join(this.path, "sales.json");
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
    } catch (error) {
      const { message } = error as Error;
      throw new Refusal(`the state folder cannot be made: ${message}`);
    }
    this.#sales = this.#read();
  }

  /** Where the objects keep their data. */
  get objects(): string {
    return join(this.path, "objects");
  }
  get secrets(): string {
    return join(this.path, "secrets.env");
  }
  get lock(): string {
    return join(this.path, "lock");
  }

  /** The sale as this folder knows it. */
  apply(sale: Sale): Sale {
    const known = this.#sales[sale.slug];
    return known ? { ...sale, ...known.made, ...known.kept } : sale;
  }

  knows(slug: string): boolean {
    return this.#sales[slug] !== undefined;
  }
  kept(slug: string): Kept {
    return this.#sales[slug]?.kept ?? {};
  }

  remember({ slug, stock, gates, slots, reserve }: Sale, kept: Kept): void {
    this.#sales[slug] = { made: { stock, gates, slots, reserve }, kept };
    writePrivately(this.#file, `${JSON.stringify(this.#sales, null, 2)}\n`);
  }

  #read(): Record<string, Remembered> {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw new Refusal(`${this.#file} cannot be read; use another --state, or remove it`);
    }
  }
}

function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above counts only for a new file.
  chmodSync(file, 0o600);
}

// ── Secrets ────────────────────────────────────────────────────────────────────────────────────
/** What is made is kept in the state folder, so that tokens and keys live as long as the sale. */
export function findSecrets(
  state: StateFolder,
  env: string | undefined,
  orderSystem: string | undefined,
): Secrets {
  const given = env === undefined ? {} : secretsIn(readSettings(env));
  const kept = readKept(state.secrets);
  const url = orderSystem ?? given.ORDER_SYSTEM_URL;
  const secrets: Secrets = { ...kept, ...given, ...(url && { ORDER_SYSTEM_URL: url }) };
  const made = makeMissing(secrets, [
    ...(url === undefined ? [] : ["ORDER_SYSTEM_SECRET" as const]),
    ...(secrets.EVENTS_URL ? ["EVENTS_SECRET" as const] : []),
  ]);
  if (Object.keys(made).length > 0) writePrivately(state.secrets, serialize({ ...kept, ...made }));
  const all = { ...secrets, ...made };
  // The two come together: a secret alone, made for an earlier URL, is none.
  if (url === undefined) delete all.ORDER_SYSTEM_SECRET;
  return all;
}

function makeMissing(secrets: Secrets, further: MadeSecret[]): Secrets {
  const needed: MadeSecret[] = ["SIGNING_KEY", "ADMIN_KEY", "DRAW_SECRET", ...further];
  const missing = needed.filter((name) => !secrets[name]);
  return Object.fromEntries(missing.map((name) => [name, makeSecret(name)]));
}

function readKept(file: string): Secrets {
  try {
    return secretsIn(parseEnv(readFileSync(file, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
