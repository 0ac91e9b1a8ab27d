/** Astro's own development server, with the Worker behind it and the sales' files watched. */
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { AstroInlineConfig, AstroIntegration, AstroUserConfig } from "astro";
import { doorbuster, type Live } from "../../../../site/build/integration.ts";
import { project } from "../../project.ts";

type Setup = NonNullable<AstroIntegration["hooks"]["astro:server:setup"]>;
/** What Astro hands to an integration: its Vite server, and how to read the content anew. */
type Inside = Parameters<Setup>[0];

export interface PagesOptions {
  port: number;
  live: Live;
  /** Takes what is the Worker's. */
  worker: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  /** Something under the sales' folder was written, added or removed. */
  changed: (path: string) => void;
}

export interface Pages {
  port: number;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Every browser loads its page again, once Astro has read what was edited. */
  reload: () => Promise<void>;
  /** Every browser shows it over its page, also one that comes later, until the next `reload`. */
  showError: (message: string) => void;
  end: () => Promise<void>;
}

export async function servePages(options: PagesOptions): Promise<Pages> {
  // Nothing of this goes to the network.
  process.env.ASTRO_TELEMETRY_DISABLED = "1";
  process.env.ASTRO_DISABLE_UPDATE_CHECK = "true";
  const { dev } = await import("astro");
  let inside: Inside | undefined;
  const config = await configOf(options, (given) => {
    inside = given;
  });
  const running = await dev(config);
  if (!inside) throw new Error("astro dev has no server");
  return {
    port: running.address.port,
    handle: running.handle,
    end: running.stop,
    ...screen(inside),
  };
}

async function configOf(
  { port, live, worker, changed }: PagesOptions,
  take: (inside: Inside) => void,
): Promise<AstroInlineConfig> {
  const file = pathToFileURL(join(project.root, "astro.config.mjs"));
  const { default: config } = (await import(String(file))) as { default: AstroUserConfig };
  const others = (config.integrations ?? []).flat().filter((one) => !isDoorbuster(one));
  const behind: AstroIntegration = {
    name: "doorbuster:dev",
    hooks: {
      "astro:server:setup": (inside) => {
        take(inside);
        const { middlewares, watcher } = inside.server;
        middlewares.use(worker);
        watcher.on("all", (_event, path) => {
          if (path.startsWith(project.content + sep)) changed(path);
        });
      },
    },
  };
  return {
    ...config,
    root: project.root,
    configFile: false,
    logLevel: "warn",
    server: { host: "127.0.0.1", port },
    integrations: [...others, doorbuster(live), behind] as AstroIntegration[],
    vite: {
      ...config.vite,
      cacheDir: join(project.build, "dev", "vite"),
      server: { strictPort: true },
      clearScreen: false,
    },
  } as AstroInlineConfig;
}

/** Astro waits half a second before it writes what it has read of the content. Milliseconds. */
const WRITTEN_DOWN = 1_500;

const isDoorbuster = (one: unknown) => (one as AstroIntegration | null)?.name === "doorbuster";

/** Astro's own keys beside Vite's. */
function overlay(message: string) {
  const title = "A sale's file is not right.";
  const hint = "Fix it and save it: the page comes back by itself.";
  return { type: "error" as const, err: { title, hint, message, stack: "" } };
}

function screen({ server, refreshContent }: Inside): Pick<Pages, "reload" | "showError"> {
  let error: string | undefined;
  const { hot } = server.environments.client;
  const show = () => {
    if (error !== undefined) hot.send(overlay(error));
  };
  hot.on("connection", show);
  const readAnew = () => {
    for (const name of ["ssr", "prerender"]) {
      const environment = server.environments[name];
      environment?.moduleGraph.invalidateAll();
      // Astro keeps which sales have pages until it hears this.
      environment?.hot.send("astro:content-changed", {});
    }
  };
  return {
    showError: (message) => {
      error = message;
      show();
    },
    reload: async () => {
      error = undefined;
      // A browser that loads too early misses the word that it should again.
      await refreshContent?.({});
      readAnew();
      hot.send({ type: "full-reload", path: "*" });
      // On a busy machine Astro may write down what it has read only now; whoever looks then sees it.
      setTimeout(readAnew, WRITTEN_DOWN).unref();
    },
  };
}

// ── Passing requests on ────────────────────────────────────────────────────────────────────────
type Handler = (asked: IncomingMessage, answer: ServerResponse, next: () => void) => void;

/** Whatever matches one of `patterns` goes to `port`, once that is known; the rest is not ours. */
export function passTo(port: () => Promise<number>, patterns: string[]): Handler {
  return (asked, answer, next) => {
    const path = (asked.url ?? "").split("?")[0] ?? "";
    if (!patterns.some((pattern) => matches(path, pattern))) return next();
    port().then(
      (known) => pass(asked, answer, known),
      () => fail(answer),
    );
  };
}

function matches(path: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { url, method, headers } = asked;
  const onward = request({ host: "127.0.0.1", port, path: url, method, headers }, (came) => {
    answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
    came.pipe(answer);
  });
  onward.on("error", () => fail(answer));
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

/** It is restarting; asking again will get an answer. */
function fail(answer: ServerResponse): void {
  if (!answer.headersSent) answer.writeHead(503, { "retry-after": "1" });
  answer.end();
}
