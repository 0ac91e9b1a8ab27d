/** A project with one sale, a platform in memory to deploy it to, and the site that shoppers see. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { withTimes } from "../../scripts/lib/deploy/new-times.ts";
import { type Given, TestClock } from "../support/cli.ts";
import { fakeTools, prepareBuild } from "../support/fake-build.ts";
import { TempRoot } from "../support/temp-root.ts";
import { FakePlatform } from "./fake-platform.ts";
import { Site } from "./site.ts";

export const LAMP = "aurora-lamp";
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Whole days from now, at a whole second. */
export const inDays = (days: number) => Math.floor(Date.now() / 1000) * 1000 + days * DAY;

export class World {
  readonly project = new TempRoot();
  readonly platform = new FakePlatform();
  readonly clock = new TestClock();
  readonly site = new Site(this.clock.now);
  readonly startsAt = inDays(30);

  static async make(): Promise<World> {
    const world = new World();
    await world.site.start();
    world.site.key = () => world.platform.stored.ADMIN_KEY;
    world.show(world.startsAt);
    prepareBuild(world.project);
    world.project.copy(`site/content/sales/${LAMP}`);
    writeFileSync(world.file, world.lamp(world.startsAt));
    return world;
  }

  end(): void {
    this.site.stop();
    this.project.remove();
  }

  get file(): string {
    return this.project.path("site/content/sales", LAMP, "index.md");
  }
  get record(): string {
    return this.project.path(".doorbuster/deployed.env");
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

  keep(lines: Record<string, string>): void {
    const all = { WORKER: "doorbuster", URL: this.site.url, ...lines };
    const text = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
    this.project.write(".doorbuster/deployed.env", `# kept\n${text.join("")}`);
  }

  sale(args: string[], given: Given = {}) {
    const { clock, platform } = this;
    const tools = fakeTools(this.project);
    return this.project.sale(args, { clock, platform, tools, ...given });
  }
}
