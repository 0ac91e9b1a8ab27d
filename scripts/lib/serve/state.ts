/** What a state folder remembers of its sales, so that the same folder goes on with the same sale. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Sale } from "../../../edge/contract.ts";
import { Refusal } from "../refusal.ts";
import type { Made } from "./options.ts";

/** What options have set, and may set again. What they have not may still be edited in the file. */
export type Kept = Partial<Pick<Sale, "startsAt" | "endsAt" | "hold">>;
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

export function writePrivately(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above counts only for a new file.
  chmodSync(file, 0o600);
}
