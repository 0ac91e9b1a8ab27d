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
  /** Only a short cut: the asset handling knows `run_worker_first` too. */
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

export const FRONT_MODULE = `export default { fetch: ${front} };`;

/** What `front` may take to the Worker itself: nothing, when a pattern is more than a prefix. */
export function shortCuts(runWorkerFirst: string[] | boolean): string[] {
  if (typeof runWorkerFirst === "boolean") return runWorkerFirst ? ["/*"] : [];
  const simple = runWorkerFirst.every((pattern) => /^\/[^*!]*$|^\/(?:[^*!]*\/)?\*$/.test(pattern));
  return simple ? runWorkerFirst : [];
}
