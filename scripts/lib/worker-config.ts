/** What serve must know of wrangler.toml, so that it serves as the edge would. */

export interface WorkerConfig {
  name: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  assets: {
    binding: string;
    htmlHandling: "auto-trailing-slash" | "force-trailing-slash" | "drop-trailing-slash" | "none";
    notFoundHandling: "404-page" | "single-page-application" | "none";
    runWorkerFirst: string[] | boolean;
  };
  objects: { binding: string; className: string }[];
  /** `period` is in seconds. */
  limits: { binding: string; namespace: string; limit: number; period: 10 | 60 }[];
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
    limits: (config.ratelimits ?? []).map(({ name, namespace_id, simple }: RateLimited) => ({
      binding: name,
      namespace: namespace_id,
      limit: simple.limit,
      period: simple.period,
    })),
  };
}

/** As wrangler reads a `[[ratelimits]]`. */
interface RateLimited {
  name: string;
  namespace_id: string;
  simple: { limit: number; period: 10 | 60 };
}
