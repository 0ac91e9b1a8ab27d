/** Where sales are deployed to, as `deploy` and `rollback` need it. The real one is wrangler's. */
import { Refusal } from "./refusal.ts";

export interface Deployment {
  id: string;
  version: string;
  /** Milliseconds since 1970. */
  at: number;
  message: string | undefined;
}

/** Every call throws a PlatformFailure when the platform, or the way to it, fails. */
export interface Platform {
  /** The last ones, newest first; none: the Worker has never been deployed. */
  deployments(): Promise<Deployment[]>;
  /** The names of the secrets that it has; asked only where there is a deployment. */
  secrets(): Promise<string[]>;
  deploy(upload: Upload): Promise<Uploaded>;
  /** Deploys an older version again. Refuses when secrets have changed since, unless `secretsToo`. */
  redeploy(version: string, how: { message: string; secretsToo: boolean }): Promise<void>;
  /** Whether anybody is logged in. */
  knowsUs(): Promise<boolean>;
}

interface Upload {
  message: string;
  /** To be stored with it. */
  secrets: Record<string, string>;
}

export interface Uploaded {
  version: string | undefined;
  /** Where it is served, as the platform names it. */
  targets: string[];
}

export class PlatformFailure extends Refusal {
  /** The API's error code, when that has refused. */
  readonly code: number | undefined;
  /** There was no answer at all. */
  readonly late: boolean;
  constructor(message: string, code: number | undefined, late = false) {
    super(message);
    this.code = code;
    this.late = late;
  }
}
