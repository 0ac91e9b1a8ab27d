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

/** `date` is the compatibility date. Every socket is on this machine only, on a free port. */
export function capnp(services: Service[], date: string): string {
  const workers = services.map((service) => worker(service, date));
  const sockets = services.map(
    ({ name }) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${[...workers, NETWORK, `(name = "objects", disk = (path = "objects", writable = true))`, ASSETS(date)].join(",\n    ")}
  ],
  sockets = [${sockets.join(", ")}]
);
`;
}

/** Pages are not measured here: they come from the CDN, or once per slot. */
const ASSETS = (date: string) =>
  `(name = "assets", worker = (compatibilityDate = "${date}", serviceWorkerScript = ${quote(
    `addEventListener("fetch", (event) => event.respondWith(new Response("a page")));`,
  )}))`;

/** What a Worker fetches: an order system on this machine, which the runtime would not reach by itself. */
const NETWORK = `(name = "internet", network = (allow = ["public", "private"]))`;

function worker({ name, modules, objects, text = {}, json = {} }: Service, date: string): string {
  const bindings = [
    `(name = "ASSETS", service = "assets")`,
    ...Object.entries(text).map(([key, value]) => `(name = "${key}", text = ${quote(value)})`),
    ...Object.entries(json).map(
      ([key, value]) => `(name = "${key}", json = ${quote(JSON.stringify(value))})`,
    ),
    ...Object.entries(objects).map(
      ([key, className]) => `(name = "${key}", durableObjectNamespace = "${className}")`,
    ),
  ];
  return `(name = "${name}", worker = (
      compatibilityDate = "${date}",
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

/** Cap'n Proto's text literals are C's, and so are JSON's as long as they are ASCII. */
function quote(text: string): string {
  return JSON.stringify(text);
}
