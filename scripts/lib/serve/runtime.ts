/** The real runtime: workerd under Miniflare, with the built Worker and the real asset handling. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Log, LogLevel, Miniflare, type MiniflareOptions } from "miniflare";
import type { Sales } from "../../../edge/contract.ts";
import type { WorkerConfig } from "../build/worker-config.ts";
import { Refusal } from "../refusal.ts";
import type { Secrets } from "../secrets.ts";
import { tell } from "../tell.ts";
import { portTaken } from "./port.ts";

export interface RuntimeOptions {
  port: number;
  config: WorkerConfig;
  /** The bundle's source. */
  code: string;
  /** The built site's folder, or who answers for pages that nobody has built. */
  site: string | Pages;
  objects: string;
  temporary: string;
  secrets: Secrets;
  sales: Sales;
}

type Pages = (request: IncomingMessage, response: ServerResponse) => void;

const HOST = "127.0.0.1";
const FRONT = "front";

/** Resolves once it listens; boot it again with `running` to change what it serves. */
export async function boot(options: RuntimeOptions, running?: Miniflare): Promise<Miniflare> {
  const described = describe(options);
  try {
    const runtime = running ?? new Miniflare(described);
    if (running) await running.setOptions(described);
    await runtime.ready;
    return runtime;
  } catch (error) {
    throw explain(error, options.port);
  }
}

export async function portOf(runtime: Miniflare): Promise<number> {
  return Number((await runtime.unsafeGetDirectURL(FRONT)).port);
}

export function readCode(file: string): Promise<string> {
  return readFile(file, "utf8");
}

function describe(options: RuntimeOptions): MiniflareOptions {
  return {
    host: HOST,
    port: 0,
    cf: false,
    logRequests: false,
    telemetry: { enabled: false },
    enableDevRegistry: false,
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ message }) => tell(message),
    resourcePersistencePath: options.objects,
    resourceTmpPath: options.temporary,
    workers: [shop(options), crowdEntry(options)],
  } satisfies MiniflareOptions;
}

type WorkerOptions = MiniflareOptions["workers"][number];

/** The second name of the Worker lets the front reach it past the asset handling. */
const SHOP_MODULE = `export * from "./worker.js";
export { default, default as Direct } from "./worker.js";`;

function shop({ config, code, site, secrets, sales }: RuntimeOptions): WorkerOptions {
  const objects = config.objects.map(({ binding, className }) => ({ binding, className }));
  return {
    config: {
      ...named(config, config.name),
      manifest: manifest({ "shop.js": SHOP_MODULE, "worker.js": code }),
      env: {
        SALES: { type: "json", value: sales as unknown as Record<string, never> },
        [config.assets.binding]:
          typeof site === "string" ? { type: "assets" } : { type: "node-handler", handler: site },
        ...texts(secrets),
        ...Object.fromEntries(
          config.rateLimits.map(({ binding, namespace, simple }) => [
            binding,
            { type: "rate-limit", namespace, simple } as const,
          ]),
        ),
        ...Object.fromEntries(
          objects.map(({ binding, className }) => [
            binding,
            { type: "durable-object", worker: config.name, exportName: className } as const,
          ]),
        ),
      },
      exports: Object.fromEntries(
        objects.map(({ className }) => [
          className,
          { type: "durable-object", storage: "sqlite" } as const,
        ]),
      ),
      ...(typeof site === "string" && { assets: assets(config, site) }),
    },
  };
}

const assets = ({ assets }: WorkerConfig, directory: string) => ({
  directory,
  hasUserWorker: true,
  htmlHandling: assets.htmlHandling,
  notFoundHandling: assets.notFoundHandling,
  runWorkerFirst: assets.runWorkerFirst,
});

function crowdEntry({ config, port, site }: RuntimeOptions): WorkerOptions {
  // Without a built site, only the Worker is behind this entry.
  const first = typeof site === "string" ? config.assets.runWorkerFirst : true;
  return {
    config: {
      ...named(config, FRONT),
      manifest: manifest({ "front.js": FRONT_MODULE }),
      env: {
        FIRST: { type: "json", value: shortCuts(first) },
        SITE: { type: "worker", worker: config.name },
        APP: { type: "worker", worker: config.name, exportName: "Direct" },
      },
    },
    dev: { unsafeDirectSockets: [{ host: HOST, port }] },
  };
}

const named = ({ compatibilityDate, compatibilityFlags }: WorkerConfig, name: string) => ({
  name,
  compatibilityDate,
  compatibilityFlags,
});

/** The first module is the main one. */
function manifest(sources: Record<string, string>) {
  const modules = Object.entries(sources).map(([name, contents]) => [
    name,
    { type: "esm" as const, contents },
  ]);
  return { mainModule: Object.keys(sources)[0] ?? "", modules: Object.fromEntries(modules) };
}

function texts(secrets: Secrets) {
  const entries = Object.entries(secrets).map(([name, value]) => [
    name,
    { type: "text" as const, value },
  ]);
  return Object.fromEntries(entries) as Record<string, { type: "text"; value: string }>;
}

function explain(error: unknown, port: number): unknown {
  if ((error as { code?: string }).code !== "ERR_ADDRESS_IN_USE") return error;
  return new Refusal(portTaken(port));
}

/**
 * The local stand-in for what Cloudflare has before a Worker: it sends Worker-first paths straight
 * to the Worker and everything else to the real asset handling, and compresses what comes from
 * there. Miniflare's own way to the Worker goes through two more Workers and takes half the crowd.
 */
interface Fetcher {
  fetch(request: Request): Promise<Response>;
}
interface FrontEnv {
  APP: Fetcher;
  SITE: Fetcher;
  /** Only an optimisation: the asset handling knows `run_worker_first` too. */
  FIRST: string[];
}

/** Runs inside workerd from its own source text, so it must not use anything outside itself. */
async function front(request: Request, env: FrontEnv): Promise<Response> {
  const { pathname } = new URL(request.url);
  const isFirst = (pattern: string) =>
    pattern.endsWith("/*") ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern;
  if (env.FIRST.some(isFirst)) return env.APP.fetch(request);

  const response = await env.SITE.fetch(request);
  // Cloudflare compresses these by itself, brotli where it can.
  const compressible = /^(?:text\/|image\/svg|application\/(?:javascript|json|manifest|xml))/;
  const accepted = request.headers.get("accept-encoding") ?? "";
  const coding = /\bbr\b/.exec(accepted)?.[0] ?? /\bgzip\b/.exec(accepted)?.[0];
  const type = response.headers.get("content-type") ?? "";
  const plain = !response.headers.has("content-encoding") && response.body !== null;
  if (!coding || !plain || !compressible.test(type)) return response;
  const compressed = new Response(response.body, response);
  compressed.headers.set("content-encoding", coding);
  compressed.headers.set("vary", "accept-encoding");
  compressed.headers.delete("content-length");
  return compressed;
}

const FRONT_MODULE = `export default { fetch: ${front} };`;

/** The paths that `front` may send to the Worker directly; none if a pattern is more than a prefix. */
export function shortCuts(runWorkerFirst: string[] | boolean): string[] {
  if (typeof runWorkerFirst === "boolean") return runWorkerFirst ? ["/*"] : [];
  const simple = runWorkerFirst.every((pattern) => /^\/[^*!]*$|^\/(?:[^*!]*\/)?\*$/.test(pattern));
  return simple ? runWorkerFirst : [];
}
