/** A project that counts as built, a Cloudflare to deploy it to, and a site that its shoppers see. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fingerprintOf } from "../../scripts/lib/build.ts";
import { withTimes } from "../../scripts/lib/postpone/edit.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import type { Ended } from "../support/serve.ts";
import { Site } from "./site.ts";
import { StandIn } from "./stand-in.ts";

export const LAMP = "aurora-lamp";
const DAY = 86_400_000;
const HOUR = 3_600_000;
/** wrangler is 15 MB of script: to compile it once is enough. */
const COMPILED = join(tmpdir(), "doorbuster-test-compiled");

/** Whole days from now, at a whole second. */
export const inDays = (days: number) => Math.floor(Date.now() / 1000) * 1000 + days * DAY;

export class World {
  readonly copy = new ProjectCopy();
  readonly cloudflare = new StandIn();
  readonly site = new Site();
  readonly startsAt = inDays(30);

  static async make(): Promise<World> {
    const world = new World();
    await Promise.all([world.cloudflare.start(), world.site.start()]);
    world.site.key = () => world.cloudflare.secrets.ADMIN_KEY;
    world.show(world.startsAt);
    writeFileSync(world.file, world.lamp(world.startsAt));
    await world.countAsBuilt();
    return world;
  }

  end(): void {
    this.cloudflare.stop();
    this.site.stop();
    this.copy.remove();
  }

  get file(): string {
    return this.copy.path("site/content/sales", LAMP, "index.md");
  }
  get record(): string {
    return this.copy.path(".doorbuster/deployed.env");
  }
  /** What the record has; nothing without one. */
  get kept(): Record<string, string> {
    if (!existsSync(this.record)) return {};
    const lines = readFileSync(this.record, "utf8").trim().split("\n").slice(1);
    return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  }

  /** The sample's file, two hours long from then. */
  lamp(startsAt: number): string {
    const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "+00:00");
    const times = { startsAt: iso(startsAt), endsAt: iso(startsAt + 2 * HOUR) };
    return withTimes(readFileSync(this.file, "utf8"), times);
  }

  /** What shoppers see from now on. */
  show(startsAt: number): void {
    this.site.shown = { [LAMP]: { startsAt, endsAt: startsAt + 2 * HOUR } };
  }

  /** Saves ten seconds: nothing here looks at the pages that the build would write. */
  async countAsBuilt(): Promise<void> {
    const wanted = await fingerprintOf(`${this.copy.root}/`, false);
    writeFileSync(this.copy.path("build/fingerprint"), wanted);
  }

  keep(lines: Record<string, string>): void {
    mkdirSync(this.copy.path(".doorbuster"));
    const all = { WORKER: "doorbuster", URL: this.site.url, ...lines };
    const text = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(this.record, `# kept\n${text.join("")}`);
  }

  sale(args: string[], env: NodeJS.ProcessEnv = this.cloudflare.env): Promise<Ended> {
    // Without a home, nobody's own login counts.
    const own = { HOME: this.copy.root, XDG_CONFIG_HOME: this.copy.root, ADMIN_KEY: "" };
    return this.copy.sale(args, { ...own, NODE_COMPILE_CACHE: COMPILED, TZ: "UTC", ...env });
  }
}
