/** The real wrangler against a stand-in for Cloudflare's API: what it asks for, sends and says. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Ended, runCli, TestClock } from "../support/cli.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { Site } from "./site.ts";
import { StandIn } from "./stand-in.ts";

const LAMP = "aurora-lamp";
const NOW = "--patience=0s";
/** wrangler is 15 MB of script: to compile it once is enough. */
const COMPILED = join(tmpdir(), "doorbuster-test-compiled");
const clock = new TestClock();
const [copy, cloudflare, site] = [new ProjectCopy(), new StandIn(), new Site(clock.now)];
const file = copy.path("site/content/sales", LAMP, "index.md");

beforeAll(async () => {
  await Promise.all([cloudflare.start(), site.start()]);
  site.key = () => cloudflare.secrets.ADMIN_KEY;
  site.shown = { [LAMP]: timesIn(readFileSync(file, "utf8")) };
});
afterAll(() => {
  cloudflare.stop();
  site.stop();
  copy.remove();
});

function timesIn(text: string) {
  const at = (key: string) => Date.parse(new RegExp(`^${key}: (\\S+)`, "m").exec(text)?.[1] ?? "");
  return { startsAt: at("startsAt"), endsAt: at("endsAt") };
}

function sale(args: string[], more: NodeJS.Dict<string> = {}): Promise<Ended> {
  // Without a home, nobody's own login counts.
  const own = { HOME: copy.root, XDG_CONFIG_HOME: copy.root, NODE_COMPILE_CACHE: COMPILED };
  const env = { ...process.env, ADMIN_KEY: "", ...own, ...cloudflare.env, ...more };
  return runCli(args, { root: copy.root, env, clock });
}

it("says how to log in when nobody is", async () => {
  const nobody = { CLOUDFLARE_API_TOKEN: undefined };
  const { status, stderr } = await sale(["deploy", "--yes"], nobody);
  expect(status).toBe(1);
  expect(stderr).toMatch(/Log in with npx wrangler login, or, .* set CLOUDFLARE_API_TOKEN/);
  expect(cloudflare.changes).toEqual([]);
});

it("fails in its own words, without a stack, and keeps nothing when nothing is there", async () => {
  cloudflare.fails = ({ path }) => path.endsWith("/assets-upload-session");
  const { status, stderr } = await sale(["deploy", "--yes", NOW]);
  cloudflare.fails = () => false;
  expect(status).toBe(1);
  expect(stderr).toMatch(/The deployment failed. wrangler said:\n.*assets-upload-session.* failed/);
  expect(stderr).not.toMatch(/^\s+at \S+ \(/m);
  expect(existsSync(copy.path(".doorbuster/deployed.env"))).toBe(false);
});

it("keeps the keys when the API fails half way, and a second deploy finishes it", async () => {
  cloudflare.fails = ({ method, path }) => method === "POST" && path.endsWith("/subdomain");
  const half = await sale(["deploy", "--yes", NOW]);
  cloudflare.fails = () => false;
  expect(half.status).toBe(1);
  expect(half.stderr).toMatch(/\nBut version 00000001 is deployed: run deploy again to finish it/);
  const kept = { ...cloudflare.secrets };

  writeFileSync(copy.path("shop.env"), "ORDER_SYSTEM_URL=https://shop.example/orders\n");
  const args = ["deploy", "--yes", "--url", site.url, "--env", copy.path("shop.env"), NOW];
  const whole = await sale(args);
  expect(whole, whole.stderr).toMatchObject({ status: 0, stdout: `${site.url}\n` });
  expect(cloudflare.secrets).toMatchObject(kept);
  expect(cloudflare.secrets.ORDER_SYSTEM_SECRET).toMatch(/^whsec_/);
  expect(cloudflare.assets).toContain(`/sales/${LAMP}.html`);
});

it("goes back, and not to other secrets unless it is told to", async () => {
  const [, second] = cloudflare.versions;
  const refused = await sale(["rollback", "--yes", NOW]);
  expect(refused.stderr).toMatch(/secrets have changed: .*ORDER_SYSTEM[\s\S]*with --secrets-too/);
  expect(cloudflare.deployments.at(-1)?.version).toBe(second?.id);
  const back = await sale(["rollback", "--yes", "--secrets-too", NOW]);
  expect(back, back.stderr).toMatchObject({ status: 0, stdout: `${site.url}\n` });
  expect(cloudflare.deployments.at(-1)?.version).toBe(cloudflare.versions[0]?.id);
});

it("postpones: the file, the pages, the deployment", async () => {
  const before = timesIn(readFileSync(file, "utf8"));
  const startsAt = before.startsAt + 86_400_000;
  site.shown = { [LAMP]: { startsAt, endsAt: before.endsAt + 86_400_000 } };
  const to = new Date(startsAt).toISOString();
  const args = ["postpone", LAMP, "--to", to, "--yes", "--url", site.url, NOW];
  const { status, stderr } = await sale(args);
  expect(status, stderr).toBe(0);
  expect(timesIn(readFileSync(file, "utf8")).startsAt).toBe(startsAt);
  expect(readFileSync(copy.path("dist/sales", `${LAMP}.html`), "utf8")).toContain(
    new Date(startsAt).toISOString().slice(0, 10),
  );
});
