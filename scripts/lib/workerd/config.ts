/** workerd's configuration: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */

/** One Worker behind a socket of its own. */
export interface Service {
  name: string;
  /** Files beside the configuration; the first is the main module. */
  modules: string[];
  /** Binding to class: objects of this Worker, each with SQLite on the disk. */
  objects: Record<string, string>;
  text?: Record<string, string>;
  json?: Record<string, unknown>;
}

export interface Described {
  services: Service[];
  /** The compatibility date, and its flags. */
  date: string;
  flags?: string[] | undefined;
  /** The folder of the site, which `assets.js` then serves, also on a socket `assets`. */
  site?: string | undefined;
}

/** The name of the site's service and socket. */
export const ASSETS = "assets";

/** Every socket is on this machine only, on a free port. */
export function capnp(described: Described): string {
  const workers = described.services.map((service) => worker(service, described));
  const names = described.services.map(({ name }) => name);
  const open = described.site === undefined ? names : [...names, ASSETS];
  const sockets = open.map(
    (name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${[...workers, NETWORK, `(name = "objects", disk = (path = "objects", writable = true))`, ...assets(described)].join(",\n    ")}
  ],
  sockets = [${sockets.join(", ")}]
);
`;
}

/** Without a site, a page that is not measured: it comes from the CDN, or once per slot. */
function assets({ date, site }: Described): string[] {
  if (site === undefined) {
    const script = `addEventListener("fetch", (event) => event.respondWith(new Response("a page")));`;
    return [
      `(name = "${ASSETS}", worker = (compatibilityDate = "${date}", serviceWorkerScript = ${quote(script)}))`,
    ];
  }
  return [
    `(name = "disk", disk = (path = ${quote(site)}))`,
    `(name = "${ASSETS}", worker = (
      compatibilityDate = "${date}",
      modules = [(name = "assets.js", esModule = embed "assets.js")],
      bindings = [(name = "DISK", service = "disk")]))`,
  ];
}

/**
 * What a Worker fetches: an order system on this machine, which the runtime would not reach by itself.
 * Nothing leaves the machine's own network.
 */
const NETWORK = `(name = "internet", network = (allow = ["private"]))`;

function worker(
  { name, modules, objects, text = {}, json = {} }: Service,
  { date, flags = [] }: Described,
): string {
  const bindings = [
    `(name = "ASSETS", service = "${ASSETS}")`,
    ...Object.entries(text).map(([key, value]) => `(name = "${key}", text = ${quote(value)})`),
    ...Object.entries(json).map(
      ([key, value]) => `(name = "${key}", json = ${quote(ascii(value))})`,
    ),
    ...Object.entries(objects).map(
      ([key, className]) => `(name = "${key}", durableObjectNamespace = "${className}")`,
    ),
  ];
  return `(name = "${name}", worker = (
      compatibilityDate = "${date}",
      compatibilityFlags = [${flags.map(quote).join(", ")}],
      modules = [${modules.map((file) => `(name = "${file}", esModule = embed "${file}")`).join(", ")}],
      durableObjectNamespaces = [${Object.values(objects)
        .map((className) => namespace(name, className))
        .join(", ")}],
      durableObjectStorage = (localDisk = "objects"),
      bindings = [${bindings.join(", ")}]))`;
}

function namespace(service: string, className: string): string {
  return `(className = "${className}", uniqueKey = "${service}-${className}", enableSql = true)`;
}

/** Cap'n Proto's text literals are C's, and so are JSON's as long as nothing needs `\u`. */
function quote(text: string): string {
  return JSON.stringify(text);
}

/** JSON in ASCII: what a sale's title holds is escaped twice, once by JSON and once by `quote`. */
function ascii(value: unknown): string {
  const spelt = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, spelt);
}
