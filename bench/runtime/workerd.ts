/** The runtime itself, with nothing between it and the load. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { capnp, type Service } from "./config.ts";

export interface Runtime {
  pid: number;
  /** By the name of the service; the inspector's as `inspector`. */
  ports: Record<string, number>;
  /** What it has said since the last time; a healthy run says nothing. */
  complaints(): string;
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  /** A folder of its own, for the configuration, the modules and the objects' data. */
  folder: string;
  date: string;
  files: string[];
  services: Service[];
  /** For a profiler. */
  inspected: boolean;
}

/** Characters of its complaints: what they are shows in the first ones. */
const ENOUGH = 10_000;
const PATIENCE = 15_000;
/** The package is CommonJS and has no types: its default export is the path of the program. */
const binary: string = createRequire(import.meta.url)("workerd").default;

/** Resolves once every service listens. */
export async function startWorkerd(options: RuntimeOptions): Promise<Runtime> {
  const { folder, services, inspected } = options;
  await prepare(options);
  const args = ["serve", "--control-fd=3", "config.capnp"];
  if (inspected) args.push("--inspector-addr=127.0.0.1:0");
  const child = spawn(binary, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const kill = () => void child.kill("SIGKILL");
  // Before the folder that it writes to is removed.
  process.prependOnceListener("exit", kill);
  const complaints = listen(child);
  const ports = await listening(child, services, complaints).catch((error) => {
    kill();
    throw error;
  });
  const stop = async () => {
    process.off("exit", kill);
    await end(child);
  };
  return { pid: child.pid as number, ports, complaints, stop };
}

async function prepare({ folder, date, files, services }: RuntimeOptions): Promise<void> {
  await mkdir(join(folder, "objects"), { recursive: true });
  for (const file of files) await cp(file, join(folder, basename(file)));
  await writeFile(join(folder, "config.capnp"), capnp(services, date));
}

function listen(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(0, ENOUGH);
    });
  }
  return () => {
    const told = said;
    said = "";
    return told;
  };
}

async function listening(child: ChildProcess, services: Service[], complaints: () => string) {
  const ports: Record<string, number> = {};
  const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  for await (const line of createInterface(child.stdio[3] as Readable)) {
    const { event, socket, port } = JSON.parse(line);
    if (event === "listen" && socket) ports[socket] = port;
    if (event === "listen-inspector") ports.inspector = port;
    if (services.every(({ name }) => name in ports)) break;
  }
  clearTimeout(late);
  if (services.every(({ name }) => name in ports)) return ports;
  throw new Error(`workerd did not start:\n${complaints()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(late);
}
