/** What Cloudflare says of this Worker: its deployments, and the names of its secrets. */
import { Refusal } from "../refusal.ts";
import { tryTool } from "../tool.ts";
import { WranglerFailure, wrangler } from "./wrangler.ts";

export interface Deployment {
  id: string;
  version: string;
  /** Milliseconds since 1970. */
  at: number;
  message: string | undefined;
}

export interface Platform {
  /** The last ones, newest first; none: the Worker has never been deployed. */
  deployments: Deployment[];
  secrets: Set<string>;
}

/** "This Worker does not exist", and the same of the older API. */
const NO_SUCH_WORKER = [10007, 10090];
/** The token is unknown, malformed, expired, or may not do this. */
const NOT_ALLOWED = [10000, 9109, 9106, 6003];

export async function lookAtPlatform(): Promise<Platform> {
  const deployments = await lookAtDeployments();
  return { deployments, secrets: deployments.length > 0 ? await lookAtSecrets() : new Set() };
}

/** The last ones, newest first. */
export const lookAtDeployments = () => explained(listDeployments);
/** Only where there is a deployment. */
export const lookAtSecrets = async () => new Set(await explained(listSecrets));

async function explained<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof WranglerFailure)) throw error;
    throw await explain(error);
  }
}

interface SeenDeployment {
  id: string;
  created_on: string;
  versions: { version_id: string; percentage: number }[];
  annotations?: Record<string, string>;
}

async function listDeployments(): Promise<Deployment[]> {
  const failed = "Cloudflare could not be asked what is deployed. wrangler said:";
  try {
    const { out } = await wrangler(["deployments", "list", "--json"], { failed });
    const seen = JSON.parse(out) as SeenDeployment[];
    return seen.map(toDeployment).sort((a, b) => b.at - a.at);
  } catch (error) {
    const code = error instanceof WranglerFailure ? error.code : undefined;
    if (code !== undefined && NO_SUCH_WORKER.includes(code)) return [];
    throw error;
  }
}

/** Where versions share the traffic, the one with the most of it. */
function toDeployment({ id, created_on, versions, annotations }: SeenDeployment): Deployment {
  const [first] = versions.toSorted((a, b) => b.percentage - a.percentage);
  const message = annotations?.["workers/message"];
  return { id, version: first?.version_id ?? "", at: Date.parse(created_on), message };
}

async function listSecrets(): Promise<string[]> {
  const failed = "Cloudflare could not be asked which secrets there are. wrangler said:";
  const { out } = await wrangler(["secret", "list", "--format", "json"], { failed });
  return (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
}

/** Only after a failure: asking who one is takes wrangler as long as the question itself. */
async function explain(failure: WranglerFailure): Promise<Refusal> {
  if (failure.code !== undefined && NOT_ALLOWED.includes(failure.code)) {
    return new Refusal(`${failure.message}\n${NEW_TOKEN}`);
  }
  if (failure.code === undefined && !(await isLoggedIn())) return new Refusal(NO_CREDENTIALS);
  return failure;
}

async function isLoggedIn(): Promise<boolean> {
  const { status, out } = await tryTool("wrangler", ["whoami", "--json"]);
  return status === 0 || !/"loggedIn":\s*false/.test(out);
}

const TOKENS = "https://dash.cloudflare.com/profile/api-tokens";
const NEW_TOKEN = `The token in CLOUDFLARE_API_TOKEN, or the login, is not good for this account: make a token from the template “Edit Cloudflare Workers” at ${TOKENS}, or log in again with npx wrangler login`;
const NO_CREDENTIALS = `Cloudflare does not know who you are. Log in with npx wrangler login, or, where nobody can, set CLOUDFLARE_API_TOKEN (and CLOUDFLARE_ACCOUNT_ID) in the environment: a token from the template “Edit Cloudflare Workers” at ${TOKENS}`;
