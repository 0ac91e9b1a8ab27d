/** The runtime itself, with nothing between it and the load. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ASSETS, capnp, type Described } from "./config.ts";

export interface Runtime {
  pid: number;
  /** By the name of the service; the inspector's as `inspector`. */
  ports: Record<string, number>;
  /** Its output since the last call, without what is harmless; a healthy run has none. */
  complaints(): string;
  stop(): Promise<void>;
  /** At once, as a crash does. */
  kill(): Promise<void>;
}

export interface RuntimeOptions extends Described {
  /**
   * A folder of its own, for the configuration, the modules and the objects' data; the same one again
   * goes on with the same objects.
   */
  folder: string;
  /** The modules; the services name them. */
  files: string[];
  /** Lines of its output that are no complaint. */
  harmless?: RegExp;
  /** For a profiler. */
  inspected?: boolean;
  /** Called with the pid as soon as the process exists, so that it can be tracked. */
  spawned?: ((pid: number) => void) | undefined;
  /** Called with the pid once it has been stopped or killed. */
  ended?: ((pid: number) => void) | undefined;
}

/** No line is this. */
const NOTHING = /$^/;
/** Characters of its output that are kept: the first ones say what is wrong. */
const ENOUGH = 10_000;
const PATIENCE = 15_000;
const SITE = fileURLToPath(new URL("./assets.js", import.meta.url));
/** The package is CommonJS and has no types: its default export is the path of the program. */
const binary: string = createRequire(import.meta.url)("workerd").default;

/** Resolves once every service listens. */
export async function startWorkerd(options: RuntimeOptions): Promise<Runtime> {
  const { folder, inspected, spawned } = options;
  await prepare(options);
  const args = ["serve", "--control-fd=3", "config.capnp"];
  if (inspected) args.push("--inspector-addr=127.0.0.1:0");
  const child = spawn(binary, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  if (child.pid !== undefined) spawned?.(child.pid);
  const kill = () => void child.kill("SIGKILL");
  // Before the folder that it writes to is removed.
  process.prependOnceListener("exit", kill);
  const complaints = listen(child, options.harmless);
  const ports = await listening(child, socketsOf(options), complaints).catch((error) => {
    kill();
    throw error;
  });
  const pid = child.pid as number;
  const ended = async (signal: NodeJS.Signals) => {
    process.off("exit", kill);
    await end(child, signal);
    options.ended?.(pid);
  };
  return {
    pid,
    ports,
    complaints,
    stop: () => ended("SIGTERM"),
    kill: () => ended("SIGKILL"),
  };
}

async function prepare({ folder, files, ...described }: RuntimeOptions): Promise<void> {
  await mkdir(join(folder, "objects"), { recursive: true });
  const all = described.site === undefined ? files : [...files, SITE];
  for (const file of all) await cp(file, join(folder, basename(file)));
  await writeFile(join(folder, "config.capnp"), capnp(described));
}

function socketsOf({ services, site }: Described): string[] {
  const names = services.map(({ name }) => name);
  return site === undefined ? names : [...names, ASSETS];
}

function listen(child: ChildProcess, harmless = NOTHING): () => string {
  let said = "";
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      if (!harmless.test(line)) said = `${said}${line}\n`.slice(0, ENOUGH);
    });
  }
  return () => {
    const told = said;
    said = "";
    return told;
  };
}

async function listening(child: ChildProcess, sockets: string[], complaints: () => string) {
  const ports: Record<string, number> = {};
  const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  for await (const line of createInterface(child.stdio[3] as Readable)) {
    const { event, socket, port } = JSON.parse(line);
    if (event === "listen" && socket) ports[socket] = port;
    if (event === "listen-inspector") ports.inspector = port;
    if (sockets.every((name) => name in ports)) break;
  }
  clearTimeout(late);
  if (sockets.every((name) => name in ports)) return ports;
  throw new Error(`workerd did not start:\n${complaints()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(late);
}
