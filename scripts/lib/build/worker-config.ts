/** What serve must know of wrangler.toml, so that it serves as the edge would. */

export interface WorkerConfig {
  name: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** Whether it has an address of its own at workers.dev, and whether it has others. */
  workersDev: boolean;
  routed: boolean;
  assets: {
    binding: string;
    htmlHandling: "auto-trailing-slash" | "force-trailing-slash" | "drop-trailing-slash" | "none";
    notFoundHandling: "404-page" | "single-page-application" | "none";
    runWorkerFirst: string[] | boolean;
  };
  objects: { binding: string; className: string }[];
  rateLimits: { binding: string; namespace: string; simple: { limit: number; period: 10 | 60 } }[];
}

/** Where nothing is said about workers.dev, wrangler goes by this. */
function hasRoutes({ route, routes }: { route?: unknown; routes?: unknown[] | undefined }) {
  return route !== undefined || (routes?.length ?? 0) > 0;
}

interface RateLimitInWrangler {
  name: string;
  namespace_id: string;
  simple: { limit: number; period: 10 | 60 };
}

/** wrangler takes a second to load: the build asks once and keeps the answer. */
export async function readWorkerConfig(path: string): Promise<WorkerConfig> {
  const { unstable_readConfig: readConfig } = await import("wrangler");
  const config = readConfig({ config: path }, { hideWarnings: true });
  const { assets } = config;
  return {
    name: config.name ?? "worker",
    compatibilityDate: config.compatibility_date ?? "",
    compatibilityFlags: config.compatibility_flags,
    workersDev: config.workers_dev ?? !hasRoutes(config),
    routed: hasRoutes(config),
    assets: {
      binding: assets?.binding ?? "ASSETS",
      htmlHandling: assets?.html_handling ?? "auto-trailing-slash",
      notFoundHandling: assets?.not_found_handling ?? "none",
      runWorkerFirst: assets?.run_worker_first ?? false,
    },
    objects: config.durable_objects.bindings.map(
      ({ name, class_name }: { name: string; class_name: string }) => ({
        binding: name,
        className: class_name,
      }),
    ),
    rateLimits: config.ratelimits.map(({ name, namespace_id, simple }: RateLimitInWrangler) => ({
      binding: name,
      namespace: namespace_id,
      simple,
    })),
  };
}
