/** What the platform says of this Worker, with its failures explained. */
import { context } from "../context.ts";
import { type Deployment, type Platform, PlatformFailure } from "../platform.ts";
import { Refusal } from "../refusal.ts";
import { WRANGLER } from "./wrangler.ts";

/** What is deployed now. */
export interface Standing {
  /** The last ones, newest first; none: the Worker has never been deployed. */
  deployments: Deployment[];
  /** The names of the secrets that are stored there. */
  secrets: Set<string>;
}

export const thePlatform = (): Platform => context().platform ?? WRANGLER;

export async function lookAtPlatform(): Promise<Standing> {
  const deployments = await lookAtDeployments();
  return { deployments, secrets: deployments.length > 0 ? await lookAtSecrets() : new Set() };
}

/** The last ones, newest first. */
export const lookAtDeployments = () => explained(() => thePlatform().deployments());
/** Only where there is a deployment. */
export const lookAtSecrets = async () => new Set(await explained(() => thePlatform().secrets()));

async function explained<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    throw await explain(error);
  }
}

/** The token is unknown, malformed, expired, or may not do this. */
const NOT_ALLOWED = [10000, 9109, 9106, 6003];

/** Asked only after a failure, because `wrangler whoami` takes as long as the call itself. */
async function explain(failure: PlatformFailure): Promise<Refusal> {
  const { code, late } = failure;
  if (code !== undefined && NOT_ALLOWED.includes(code)) {
    return new Refusal(`${failure.message}\n${NEW_TOKEN}`);
  }
  const isUnknown = code === undefined && !late && !(await thePlatform().knowsUs());
  return isUnknown ? new Refusal(NO_CREDENTIALS) : failure;
}

const TOKENS = "https://dash.cloudflare.com/profile/api-tokens";
const NEW_TOKEN = `The token in CLOUDFLARE_API_TOKEN, or the login, is not good for this account: make a token from the template “Edit Cloudflare Workers” at ${TOKENS}, or log in again with npx wrangler login`;
const NO_CREDENTIALS = `You are not logged in to Cloudflare. Log in with npx wrangler login, or, where nobody can, set CLOUDFLARE_API_TOKEN (and CLOUDFLARE_ACCOUNT_ID) in the environment: a token from the template “Edit Cloudflare Workers” at ${TOKENS}`;

/**
 * Where shoppers find it, out of wrangler's list: "https://name.account.workers.dev",
 * "sale.example.com (custom domain)", "sale.example.com/* (zone name: example.com)". One's own domain
 * first; a pattern that is no single host says nothing.
 */
export function addressOf(targets: string[]): string | undefined {
  const hosts = targets.flatMap((target) => {
    const [first = ""] = target.split(" ");
    const host = first.replace(/^https:\/\//, "").replace(/\/\*?$/, "");
    return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host) ? [host] : [];
  });
  const host = hosts.find((name) => !name.endsWith(".workers.dev")) ?? hosts[0];
  return host === undefined ? undefined : `https://${host}`;
}
