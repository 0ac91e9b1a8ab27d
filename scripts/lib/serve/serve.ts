/** Brings one sale up: build, options, pages, runtime. */
import { constants } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Miniflare } from "miniflare";
import type { Sale, Sales } from "../../../edge/contract.ts";
import type { SaleFile } from "../../../site/build/sale-files.ts";
import { offsetsOf, stamp } from "../../../site/build/stamp.ts";
import { type Built, withBuild } from "../build/build.ts";
import { keepLocal } from "../local-record.ts";
import { lock } from "../lock.ts";
import { Refusal, UsageError } from "../refusal.ts";
import type { Secrets } from "../secrets.ts";
import { tell } from "../tell.ts";
import { momentOf } from "../when.ts";
import { time } from "../words.ts";
import type { Made, ServeOptions } from "./options.ts";
import { requireFreePort } from "./port.ts";
import { boot, portOf, type RuntimeOptions, readCode } from "./runtime.ts";
import { findSecrets, StateFolder } from "./state.ts";
import { DYING, type ServeCommand, UNDOING } from "./supervise.ts";
import { moveTimes, readyMoment, type Times, timesOf } from "./times.ts";

const SAMPLE = "aurora-lamp";
/** The first guess at how long booting takes, in ms; the ready line must not come late. */
const ALLOWANCE = 700;
const LONGEST = 20_000;

/** What serving needs to itself, or a refusal that says who has it; and the secrets kept there. */
export async function takeState(
  { options, temporary }: ServeCommand,
  atEnd: (step: () => unknown) => void,
): Promise<{ state: StateFolder; secrets: Secrets }> {
  const state = new StateFolder(options.state ?? join(temporary, "state"));
  const inUse = (pid: number) => `process ${pid} serves from ${state.path}; end it first`;
  atEnd(await lock(state.lock, DYING, inUse));
  await requireFreePort(options.port, UNDOING + 1_000);
  return { state, secrets: findSecrets(state, options.env, options.orderSystem) };
}

/** Resolves to the page's URL when it serves; `atEnd` gets what must be done in the end. */
export async function serve(
  command: ServeCommand,
  atEnd: (step: () => unknown) => void,
): Promise<string> {
  const { options, temporary } = command;
  const { state, secrets } = await takeState(command, atEnd);
  const copy = await withBuild({ drafts: true, tell }, (built) => copyBuild(built, temporary));
  const file = pickSale(copy.sales, options.sale);
  const serving = { options, state, copy, sale: applyMade(file, state, options) };
  const runtime = await bootInTime(serving, atEnd, {
    port: options.port,
    secrets,
    config: copy.config,
    code: copy.code,
    site: copy.site,
    objects: state.objects,
    temporary: join(temporary, "runtime"),
  });
  tell(`secrets: ${options.env ? `${options.env}, and ` : ""}${state.secrets}`);
  const url = `http://127.0.0.1:${await portOf(runtime)}`;
  tell(`console: ${url}/admin (sign in with ADMIN_KEY from there)`);
  atEnd(keepLocal(url, secrets));
  return `${url}/sales/${file.slug}`;
}

interface Serving {
  options: ServeOptions;
  state: StateFolder;
  copy: Copy;
  sale: Sale;
}

// ── The build ───────────────────────────────────────────────────────────────────────────────

interface Copy extends Pick<Built, "sales" | "site" | "marked" | "config"> {
  code: string;
}

/** Copied because serve stamps other times into the pages than the build, and must survive the next build. */
async function copyBuild(built: Built, temporary: string): Promise<Copy> {
  const { sales, config } = built;
  const copy = { site: join(temporary, "site"), marked: join(temporary, "marked") };
  const how = { recursive: true, mode: constants.COPYFILE_FICLONE };
  await Promise.all([cp(built.site, copy.site, how), cp(built.marked, copy.marked, how)]);
  return { sales, config, ...copy, code: await readCode(built.worker) };
}

export function pickSale(files: SaleFile[], wanted: string | undefined): SaleFile {
  const names = files.map(({ slug }) => slug);
  const slug = wanted ?? (names.includes(SAMPLE) ? SAMPLE : names[0]);
  const file = files.find((candidate) => candidate.slug === slug);
  if (file) return file;
  if (slug === undefined) throw new Refusal("there is no sale in site/content/sales yet");
  throw new UsageError(`there is no sale "${slug}"; there is ${names.join(", ")}`);
}

// ── The options ─────────────────────────────────────────────────────────────────────────────

/** A folder that has served this sale before keeps what it is made of. */
function applyMade({ worker }: SaleFile, state: StateFolder, { made }: ServeOptions): Sale {
  const sale = state.apply(worker);
  if (!state.knows(sale.slug)) return { ...sale, ...made };
  for (const name of Object.keys(made) as (keyof Made)[]) {
    if (made[name] === sale[name]) continue;
    const stays = `${name} stays ${sale[name]}: what a sale is made of is frozen`;
    tell(`${stays} in ${state.path}; for another, another --state`);
  }
  return sale;
}

/** Boots, and boots again with later times if that took so long that the sale would start too early. */
async function bootInTime(
  serving: Serving,
  atEnd: (step: () => unknown) => void,
  common: Omit<RuntimeOptions, "sales">,
): Promise<Miniflare> {
  const moves = serving.options;
  const waits = moves.startsIn !== undefined && moves.startsIn > 0;
  let runtime: Miniflare | undefined;
  for (let allowance = ALLOWANCE; ; allowance *= 2) {
    const ready = readyMoment(Date.now() + (waits ? allowance : 0), moves);
    const sales = await settle(serving, moveTimes(timesOf(serving.sale), moves, ready));
    const first = runtime === undefined;
    runtime = await boot({ ...common, sales }, runtime);
    if (first) atEnd(() => runtime?.dispose());
    const left = ready - Date.now();
    if (waits && left < 0 && allowance < LONGEST) continue;
    await sleep(Math.max(0, left));
    return runtime;
  }
}

/** Stamps the same times into the pages and the state folder as the Worker will get. */
async function settle({ options, state, copy, sale }: Serving, times: Times): Promise<Sales> {
  const before = state.kept(sale.slug);
  const moved = options.startsIn !== undefined || options.endsIn !== undefined;
  if (!moved && before.startsAt) tell(`start and end stay as they were: ${spell(sale, times)}`);
  const { hold, payWithin } = options;
  const set = {
    ...(hold === undefined ? {} : { hold }),
    ...(payWithin === undefined ? {} : { payWithin }),
  };
  state.remember(sale, { ...before, ...(moved && times), ...set });
  const entries = copy.sales.map(({ slug, worker }) => [slug, state.apply(worker)]);
  const sales: Sales = Object.fromEntries(entries);
  await stamp(copy.marked, copy.site, sales, offsetsOf(copy.sales));
  return sales;
}

function spell({ slug }: Sale, { startsAt, endsAt }: Times): string {
  const moment = momentOf(slug);
  return `${time(startsAt, moment)} to ${time(endsAt, moment)}`;
}
