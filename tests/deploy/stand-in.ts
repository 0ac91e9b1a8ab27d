/**
 * As much of Cloudflare's API as wrangler asks for when it deploys, lists and rolls back one Worker.
 * Answers as the real one does, with its error codes; remembers what it was sent.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Asked {
  method: string;
  path: string;
}
interface Binding {
  type: string;
  name: string;
  text?: string;
}
interface Version {
  id: string;
  secrets: Record<string, string>;
  message: string | undefined;
  createdAt: string;
}
interface Deployment {
  id: string;
  version: string;
  message: string | undefined;
  createdAt: string;
}
interface Answer {
  status?: number;
  result?: unknown;
  error?: { code: number; message: string };
}

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const TOKEN = "a-token-for-the-stand-in";
const MISSING: Answer = {
  status: 404,
  error: { code: 10007, message: "This Worker does not exist on your account." },
};

export class StandIn {
  readonly asked: Asked[] = [];
  /** Oldest first. */
  readonly versions: Version[] = [];
  readonly deployments: Deployment[] = [];
  /** Paths of the assets that were uploaded last. */
  assets: string[] = [];
  /** The names of the secrets that were sent, over all uploads. */
  readonly sent: string[] = [];
  /** Answers these requests with Cloudflare's own trouble. */
  fails: (asked: Asked) => boolean = () => false;
  /** Told of each deployment. */
  onDeployed: () => void = () => {};
  #tag: string | undefined;
  #ids = 0;
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request).then(({ status = 200, result = null, error }) => {
      const body = { success: !error, errors: error ? [error] : [], messages: [], result };
      response.writeHead(status, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify(body));
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return this;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** What points wrangler here. */
  get env(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    };
  }

  /** The secrets of what is deployed. */
  get secrets(): Record<string, string> {
    return this.#deployed()?.secrets ?? {};
  }

  /** As if it had been deployed at that time. */
  deployed(secrets: Record<string, string>, at: string, message?: string): string {
    const version = this.#keep(secrets, message, at);
    this.#deploy(version.id, message, at);
    this.#tag = "v1";
    return version.id;
  }

  /** Whatever would change something. */
  get changes(): Asked[] {
    return this.asked.filter(({ method }) => method !== "GET");
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const body = await buffer(request);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://api");
    const asked = { method: request.method ?? "", path: pathname };
    this.asked.push(asked);
    if (this.fails(asked)) {
      // Not 500: wrangler would try again for half a minute.
      return { status: 400, error: { code: 10013, message: "An unknown error has occurred." } };
    }
    if (pathname.startsWith("/accounts/") && !/ |^$/.test(asked.method)) {
      const path = pathname.slice(`/accounts/${ACCOUNT}`.length);
      if (request.headers.authorization !== `Bearer ${TOKEN}` && !path.includes("assets/upload")) {
        return { status: 403, error: { code: 10000, message: "Authentication error" } };
      }
      return this.#route(`${asked.method} ${path}`, body, request, searchParams);
    }
    return { status: 404, error: { code: 7003, message: `No route for ${pathname}` } };
  }

  async #route(
    route: string,
    body: Buffer,
    request: IncomingMessage,
    query: URLSearchParams,
  ): Promise<Answer> {
    const script = "/workers/scripts/doorbuster";
    const json = () => JSON.parse(body.toString("utf8"));
    switch (route) {
      case "GET /workers/subdomain":
        return { result: { subdomain: "stand-in" } };
      case `POST ${script}/assets-upload-session`:
        return this.#session(json());
      case "POST /workers/assets/upload":
        return { status: 201, result: { jwt: JWT } };
      case `PUT ${script}`:
      case `POST ${script}/versions`:
        return this.#upload(await form(body, request), route.startsWith("PUT"));
      case `GET ${script}/subdomain`:
      case `POST ${script}/subdomain`:
        return { result: ON_WORKERS_DEV };
      case "GET /workers/workers/doorbuster":
        return { result: { subdomain: ON_WORKERS_DEV } };
    }
    if (this.deployments.length === 0) return MISSING;
    switch (route) {
      case "GET /workers/services/doorbuster":
        return {
          result: { default_environment: { environment: "production", script: this.#meta() } },
        };
      case "GET /workers/scripts":
        return { result: [{ id: "doorbuster", migration_tag: this.#tag }] };
      case `GET ${script}/deployments`:
        return { result: { deployments: this.deployments.map(seenDeployment).reverse() } };
      case `POST ${script}/deployments`:
        return this.#redeploy(json(), query.get("force") === "true");
      case `GET ${script}/secrets`:
        return { result: Object.keys(this.secrets).map((name) => ({ name, type: "secret_text" })) };
      case `PATCH ${script}/script-settings`:
      case `GET ${script}/script-settings`:
        return { result: {} };
      case `GET ${script}/versions`:
        return { result: { items: this.versions.map(seenVersion) } };
    }
    const id = /^GET \/workers\/scripts\/doorbuster\/versions\/([\w-]+)$/.exec(route)?.[1];
    const version = this.versions.find((known) => known.id === id);
    return version
      ? { result: seenVersion(version) }
      : { status: 404, error: { code: 7003, message: `No route for ${route}` } };
  }

  #session({ manifest }: { manifest: Record<string, { hash: string }> }): Answer {
    this.assets = Object.keys(manifest);
    const hashes = Object.values(manifest).map(({ hash }) => hash);
    return { result: { jwt: JWT, buckets: [hashes] } };
  }

  #upload(metadata: Metadata, deploys: boolean): Answer {
    const inherited = this.versions.at(-1)?.secrets ?? {};
    const secrets = { ...inherited };
    for (const { type, name, text } of metadata.bindings) {
      if (type === "secret_text") {
        secrets[name] = text ?? "";
        this.sent.push(name);
      }
      if (type === "inherit" && inherited[name] === undefined) {
        return {
          status: 400,
          error: { code: 10057, message: `inherit binding '${name}' is invalid` },
        };
      }
    }
    const message = metadata.annotations?.["workers/message"];
    const version = this.#keep(secrets, message, new Date().toISOString());
    this.#tag = metadata.migrations?.new_tag ?? this.#tag;
    if (deploys) this.#deploy(version.id, message, version.createdAt);
    const resources = { script: { etag: "an-etag" }, bindings: [] };
    return deploys
      ? {
          result: {
            id: "doorbuster",
            etag: "an-etag",
            deployment_id: version.id.replaceAll("-", ""),
            startup_time_ms: 9,
          },
        }
      : { result: { id: version.id, startup_time_ms: 9, resources } };
  }

  #redeploy(sent: Redeploy, force: boolean): Answer {
    const id = sent.versions[0]?.version_id ?? "";
    const version = this.versions.find((known) => known.id === id);
    if (!version) return MISSING;
    const changed = Object.keys({ ...version.secrets, ...this.secrets }).filter(
      (name) => version.secrets[name] !== this.secrets[name],
    );
    const older = this.versions.indexOf(version) < this.versions.length - 1;
    if (older && changed.length > 0 && !force) {
      const message = `Cannot rollback. The following secrets have changed: ${changed.join(", ")}`;
      return { status: 400, error: { code: 10220, message } };
    }
    const at = new Date().toISOString();
    return { result: seenDeployment(this.#deploy(id, sent.annotations?.["workers/message"], at)) };
  }

  #keep(secrets: Record<string, string>, message: string | undefined, createdAt: string): Version {
    const version = { id: this.#id(), secrets, message, createdAt };
    this.versions.push(version);
    return version;
  }

  #deploy(version: string, message: string | undefined, createdAt: string): Deployment {
    const deployment = { id: this.#id(), version, message, createdAt };
    this.deployments.push(deployment);
    this.onDeployed();
    return deployment;
  }

  #deployed(): Version | undefined {
    return this.versions.find(({ id }) => id === this.deployments.at(-1)?.version);
  }

  #meta() {
    return { tag: "a-tag", tags: [], last_deployed_from: "wrangler", migration_tag: this.#tag };
  }

  #id(): string {
    this.#ids += 1;
    return `${String(this.#ids).padStart(8, "0")}-1111-4111-8111-111111111111`;
  }
}

const ON_WORKERS_DEV = { enabled: true, previews_enabled: false };

interface Metadata {
  bindings: Binding[];
  annotations?: Record<string, string>;
  migrations?: { new_tag?: string };
}
interface Redeploy {
  versions: { version_id: string; percentage: number }[];
  annotations?: Record<string, string>;
}

/** Says nothing but that it is good for long. */
const JWT = `e30.${Buffer.from(JSON.stringify({ exp: 4102444800 })).toString("base64url")}.e30`;

async function form(body: Buffer, request: IncomingMessage): Promise<Metadata> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const sent = await new Response(new Uint8Array(body), { headers }).formData();
  const metadata = sent.get("metadata");
  return JSON.parse(typeof metadata === "string" ? metadata : ((await metadata?.text()) ?? "{}"));
}

function seenVersion({ id, secrets, message, createdAt }: Version) {
  const bindings = Object.keys(secrets).map((name) => ({ name, type: "secret_text" }));
  return {
    id,
    number: 1,
    resources: { bindings, script: { etag: "an-etag" }, script_runtime: {} },
    metadata: {
      created_on: createdAt,
      modified_on: createdAt,
      source: "wrangler",
      author_email: "",
    },
    annotations: {
      "workers/triggered_by": "upload",
      ...(message && { "workers/message": message }),
    },
  };
}

function seenDeployment({ id, version, message, createdAt }: Deployment) {
  return {
    id,
    created_on: createdAt,
    source: "wrangler",
    strategy: "percentage",
    author_email: "",
    versions: [{ version_id: version, percentage: 100 }],
    annotations: {
      "workers/triggered_by": "deployment",
      ...(message && { "workers/message": message }),
    },
  };
}
