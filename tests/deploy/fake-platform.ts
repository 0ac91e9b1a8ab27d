/** What `deploy` deploys to, in memory: as Cloudflare behaves, by wrangler, with its error codes. */
import { type Deployment, type Platform, PlatformFailure } from "../../scripts/lib/platform.ts";

interface Version {
  id: string;
  secrets: Record<string, string>;
}

export type Call = "deployments" | "secrets" | "deploy" | "redeploy";

export class FakePlatform implements Platform {
  /** Oldest first. */
  readonly versions: Version[] = [];
  readonly history: Deployment[] = [];
  /** The calls that would change something, in their order. */
  readonly changes: Call[] = [];
  /** The names of the secrets that were sent, over all uploads. */
  readonly sent: string[] = [];
  /** Whoever asks is not known. */
  isLoggedOut = false;
  /** Breaks this call: before anything has happened, or once it is done. */
  breaks: { call: Call; when: "before" | "after" } | undefined;
  #ids = 0;

  /** The secrets of what is deployed. */
  get stored(): Record<string, string> {
    return this.versions.find(({ id }) => id === this.history.at(-1)?.version)?.secrets ?? {};
  }

  /** As if it had been deployed then. Returns the version. */
  deployed(secrets: Record<string, string>, at: number, message?: string): string {
    const version = { id: this.#id(), secrets };
    this.versions.push(version);
    this.#deploy(version.id, message, at);
    return version.id;
  }

  async deployments(): Promise<Deployment[]> {
    return this.#during("deployments", () => this.history.toReversed());
  }

  async secrets(): Promise<string[]> {
    return this.#during("secrets", () => Object.keys(this.stored));
  }

  async deploy({ message, secrets }: Parameters<Platform["deploy"]>[0]) {
    this.changes.push("deploy");
    return this.#during("deploy", () => {
      this.sent.push(...Object.keys(secrets));
      const version = this.deployed({ ...this.stored, ...secrets }, Date.now(), message);
      return { version, targets: ["https://doorbuster.stand-in.workers.dev"] };
    });
  }

  async redeploy(
    id: string,
    { message, secretsToo }: Parameters<Platform["redeploy"]>[1],
  ): Promise<void> {
    this.changes.push("redeploy");
    this.#during("redeploy", () => {
      const secrets = this.versions.find((version) => version.id === id)?.secrets ?? {};
      const names = Object.keys({ ...secrets, ...this.stored });
      const changed = names.filter((name) => secrets[name] !== this.stored[name]);
      if (changed.length > 0 && !secretsToo) {
        throw new PlatformFailure(`The following secrets have changed: ${changed.join()}`, 10220);
      }
      this.#deploy(id, message, Date.now());
    });
  }

  async knowsUs(): Promise<boolean> {
    return !this.isLoggedOut;
  }

  #during<Result>(call: Call, run: () => Result): Result {
    if (this.isLoggedOut) throw new PlatformFailure("wrangler said: log in", undefined);
    const fails = this.breaks?.call === call ? this.breaks.when : undefined;
    if (fails === "before") throw new PlatformFailure(`the platform broke at ${call}`, 10013);
    const result = run();
    if (fails === "after") throw new PlatformFailure(`the platform broke after ${call}`, 10013);
    return result;
  }

  #deploy(version: string, message: string | undefined, at: number): void {
    this.history.push({ id: this.#id(), version, at, message });
  }

  #id(): string {
    this.#ids += 1;
    return `${String(this.#ids).padStart(8, "0")}-1111-4111-8111-111111111111`;
  }
}
