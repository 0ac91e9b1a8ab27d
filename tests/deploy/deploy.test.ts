import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it, type TestContext } from "vitest";
import { PlatformFailure } from "../../scripts/lib/platform.ts";
import { startCli } from "../support/cli.ts";
import { fakeTools } from "../support/fake-build.ts";
import { inDays, LAMP, World } from "./world.ts";

async function aWorld({ onTestFinished }: Pick<TestContext, "onTestFinished">): Promise<World> {
  const world = await World.make();
  onTestFinished(() => world.end());
  return world;
}

const YESTERDAY = Date.now() - 86_400_000;
const KEYS = {
  ...{ SIGNING_KEY: "s".repeat(43), DRAW_SECRET: "d".repeat(43) },
  ADMIN_KEY: "the-admin-key",
};
const NOW = "--patience=0s";
const bits = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("deploy", () => {
  it("for the first time makes the keys, keeps them for their owner, and proves it", async (test) => {
    const world = await aWorld(test);
    const { platform, site, project } = world;
    writeFileSync(project.path("shop.env"), "ORDER_SYSTEM_URL=https://shop.example/orders\n");
    const args = ["deploy", "--yes", "--url", site.url, "--env", "shop.env", NOW];
    const { status, stdout, stderr } = await world.sale(args);
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: `${site.url}\n` });
    expect(stderr).toMatch(/this is the first time\n +\+ aurora-lamp +new, starts /);
    expect(stderr.match(/✓/g)).toHaveLength(10);
    expect(stderr).toMatch(
      /ORDER_SYSTEM_SECRET: the merchant finds it in .doorbuster\/deployed.env/,
    );
    const { WORKER, URL, ...kept } = world.kept;
    expect({ WORKER, URL }).toEqual({ WORKER: "doorbuster", URL: site.url });
    expect(kept).toEqual(platform.stored);
    expect(kept.SIGNING_KEY).toMatch(/^[\w-]{43}$/);
    expect(kept.ORDER_SYSTEM_SECRET).toMatch(/^whsec_/);
    for (const key of ["SIGNING_KEY", "ADMIN_KEY", "ORDER_SYSTEM_SECRET"] as const) {
      expect(stdout + stderr).not.toContain(kept[key]);
    }
    expect([bits(world.record), bits(project.path(".doorbuster"))]).toEqual(["600", "700"]);

    // From now on, the operator's commands find address and key by themselves.
    const { stderr: answer } = await world.sale(["status", LAMP]);
    expect(answer).toBe(`there is no sale "${LAMP}" at ${site.url}\n`);
  });

  it("never replaces a signing key, even when nothing is known of it here", async (test) => {
    const world = await aWorld(test);
    const { platform, site, project } = world;
    platform.deployed(KEYS, YESTERDAY, "2 sales: aurora-lamp, old-chair");
    site.shown["old-chair"] = { startsAt: 0, endsAt: 1 };
    writeFileSync(project.path("mine.env"), `SIGNING_KEY=${"m".repeat(43)}\n`);
    const args = ["deploy", "--yes", "--url", site.url, "--env", "mine.env", NOW];
    const { status, stderr } = await world.sale(args);
    expect(status, stderr).toBe(0);
    expect(platform.stored).toEqual(KEYS);
    expect(platform.sent).toEqual([]);
    expect(stderr).toMatch(/version 00000001 of .*, 1 d ago \(2 sales: aurora-lamp, old-chair\)\n/);
    expect(stderr).toMatch(/\n +- old-chair +gone, its page goes; orders and receipts stay\n/);
    expect(stderr).toMatch(/SIGNING_KEY stays as it is/);
    expect(stderr).toMatch(/admin key .* is not known here: give it with --env FILE/);
    expect(world.kept).toEqual({ WORKER: "doorbuster", URL: site.url });
  });

  it("does not write over the keys of another Worker", async (test) => {
    const world = await aWorld(test);
    world.keep({ ...KEYS, WORKER: "other" });
    const { status, stderr } = await world.sale(["deploy", "--yes"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /deployed.env is of the Worker "other", and wrangler.toml names "doorbuster"/,
    );
    expect(world.platform.changes).toEqual([]);
    expect(world.kept).toMatchObject(KEYS);
  });

  it("asks, and without an answer changes nothing", async (test) => {
    const world = await aWorld(test);
    const { status, stdout, stderr } = await world.sale(["deploy"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /Deploy doorbuster for the first time \(sales: 1 new\)\? Say so with --yes\n$/,
    );
    expect(world.platform.changes).toEqual([]);
    expect(existsSync(world.record)).toBe(false);
  });

  it("keeps nothing when Cloudflare fails before anything is there", async (test) => {
    const world = await aWorld(test);
    world.platform.breaks = { call: "deploy", when: "before" };
    const { status, stdout, stderr } = await world.sale(["deploy", "--yes", NOW]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^the platform broke at deploy$/m);
    expect(stderr).toMatch(/\nNothing is deployed, and nothing was kept. Try again\n$/);
    expect(existsSync(world.record)).toBe(false);
  });

  it("keeps the keys when Cloudflare fails half way, after it has got them", async (test) => {
    const world = await aWorld(test);
    const { platform } = world;
    platform.breaks = { call: "deploy", when: "after" };
    const { status, stderr } = await world.sale(["deploy", "--yes", NOW]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\nBut version 00000001 is deployed: run deploy again to finish it/);
    expect(world.kept).toEqual({ WORKER: "doorbuster", ...platform.stored });
  });

  it("that is not as it should be says so, and how to go back", async (test) => {
    const world = await aWorld(test);
    const { platform, site } = world;
    const { ADMIN_KEY: old } = KEYS;
    platform.deployed(KEYS, YESTERDAY);
    world.keep(KEYS);
    site.fault = "the start script is cached";
    const args = ["deploy", "--yes", "--json", "--new-admin-key", "--url", site.url, NOW];
    const { status, stdout, stderr } = await world.sale(args);
    expect(status, stderr).toBe(1);
    expect(stderr).toMatch(/✗ failed: the start scripts are not cached \(the clock of \/start/);
    expect(stderr.match(/✓/g)).toHaveLength(9);
    expect(stderr).toMatch(/Back to the version before: npm run sale -- rollback\n$/);
    const told = { url: site.url, first: false, secrets: { sent: ["ADMIN_KEY"] } };
    expect(JSON.parse(stdout)).toMatchObject(told);
    expect(platform.stored.SIGNING_KEY).toBe(KEYS.SIGNING_KEY);
    expect(world.kept.ADMIN_KEY).toBe(platform.stored.ADMIN_KEY);
    expect(world.kept.ADMIN_KEY).not.toBe(old);
  });

  it("refuses beforehand when nobody is logged in, and says what to do", async (test) => {
    const world = await aWorld(test);
    world.platform.isLoggedOut = true;
    const { status, stderr } = await world.sale(["deploy", "--yes"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/Log in with npx wrangler login, or, .* set CLOUDFLARE_API_TOKEN/);
    expect(world.platform.changes).toEqual([]);
  });

  it("says what to do about a token that is not good, and about a wrangler that hangs", async (test) => {
    const world = await aWorld(test);
    const { platform } = world;
    platform.deployments = () => Promise.reject(new PlatformFailure("not allowed", 10000));
    const refused = await world.sale(["deploy", "--yes"]);
    expect(refused.stderr).toMatch(/not allowed\nThe token in CLOUDFLARE_API_TOKEN, or the login,/);
    platform.deployments = () => Promise.reject(new PlatformFailure("it hung", undefined, true));
    platform.knowsUs = () => Promise.reject(new Error("asked although it hangs"));
    const late = await world.sale(["deploy", "--yes"]);
    expect(late).toMatchObject({ status: 1, stderr: expect.stringMatching(/^it hung\n$/m) });
  });
});

describe("rollback", () => {
  it("goes back a version at a time, but not to other secrets unless it is told to", async (test) => {
    const world = await aWorld(test);
    const { platform, site } = world;
    platform.deployed({ ...KEYS, ADMIN_KEY: "old" }, YESTERDAY);
    const middle = platform.deployed(KEYS, YESTERDAY, "1 sale: aurora-lamp");
    platform.deployed(KEYS, Date.now());
    world.keep(KEYS);
    const back = await world.sale(["rollback", "--yes", NOW]);
    expect(back, back.stderr).toMatchObject({ status: 0, stdout: `${site.url}\n` });
    expect(back.stderr.match(/✓/g)).toHaveLength(10);
    expect(platform.history.at(-1)?.version).toBe(middle);

    const further = await world.sale(["rollback", "--yes", NOW]);
    expect(further).toMatchObject({ status: 1, stdout: "" });
    expect(further.stderr).toMatch(
      /secrets have changed: ADMIN_KEY.*\n.*with --secrets-too they go back/,
    );
    expect(platform.history.at(-1)?.version).toBe(middle);

    const all = await world.sale(["rollback", "--yes", "--secrets-too", NOW]);
    expect(all.stderr).toMatch(/version 00000001 is deployed again/);
    expect(platform.stored.ADMIN_KEY).toBe("old");
  });
});

describe("postpone", () => {
  it("moves start and end in the file, keeps its comments, and deploys it", async (test) => {
    const world = await aWorld(test);
    const { platform, site, file } = world;
    const commented = readFileSync(file, "utf8").replace(
      /^(startsAt: .*)$/m,
      "$1  # at noon, at last",
    );
    writeFileSync(file, commented);
    const [old] = /startsAt: \S+/.exec(commented) ?? [""];
    const to = new Date(inDays(32)).toISOString().replace(".000Z", "Z");
    const expected = commented
      .replace(old, `startsAt: ${to}`)
      .replace(
        /endsAt: \S+/,
        `endsAt: ${new Date(inDays(32) + 7_200_000).toISOString().replace(".000Z", "+00:00")}`,
      );
    world.show(Date.parse(to));
    const args = ["postpone", LAMP, "--to", to, "--yes", "--url", site.url, NOW];
    const { status, stdout, stderr } = await world.sale(args);
    expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: `${site.url}\n` });
    expect(readFileSync(file, "utf8")).toBe(expected);
    expect(platform.history).toHaveLength(1);
    expect(stderr).toMatch(/Pages that wait ask again within 15 min/);
  });

  it("leaves the file as it was when it cannot be deployed", async (test) => {
    const world = await aWorld(test);
    const before = readFileSync(world.file, "utf8");
    world.platform.breaks = { call: "deployments", when: "before" };
    const to = new Date(inDays(32)).toISOString();
    const { status, stderr } = await world.sale(["postpone", LAMP, "--to", to, "--yes"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/index.md is as it was\nthe platform broke at deployments/);
    expect(readFileSync(world.file, "utf8")).toBe(before);
  });

  it("only says what it would change in the file, in a dry run", async (test) => {
    const world = await aWorld(test);
    const before = readFileSync(world.file, "utf8");
    const at = inDays(32);
    const to = new Date(at).toISOString().replace(".000Z", "+00:00");
    const args = ["postpone", LAMP, "--to", to, "--no-deploy", "--dry-run"];
    const { status, stderr } = await world.sale(args);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/nothing was changed: this was a dry run\n$/);
    expect(readFileSync(world.file, "utf8")).toBe(before);
  });

  it("puts the file back at Ctrl-C, while nothing has been sent yet", async (test) => {
    const world = await aWorld(test);
    const before = readFileSync(world.file, "utf8");
    const to = new Date(inDays(32)).toISOString();
    const { platform, clock, project } = world;
    const given = { root: project.root, platform, clock, tools: fakeTools(project) };
    const at = startCli(["postpone", LAMP, "--to", to], { ...given, terminal: { columns: 120 } });
    await at.sees("Deploy doorbuster");
    expect(readFileSync(world.file, "utf8")).not.toBe(before);
    at.interrupt();
    const { status, stdout, stderr } = await at.ended;
    expect({ status, stdout }).toEqual({ status: 130, stdout: "" });
    expect(stderr).toMatch(/index.md is as it was\n$/);
    expect(readFileSync(world.file, "utf8")).toBe(before);
    expect(platform.changes).toEqual([]);
  });

  it("keeps the keys at Ctrl-C while it deploys: nobody knows whether that has happened", async (test) => {
    const world = await aWorld(test);
    const { platform, clock, project } = world;
    let arrived = () => {};
    const uploading = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    platform.deploy = () => {
      arrived();
      return new Promise(() => {});
    };
    const given = { root: project.root, platform, clock, tools: fakeTools(project) };
    const at = startCli(["deploy", "--yes"], given);
    await uploading;
    at.interrupt();
    const { status, stderr } = await at.ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/interrupted: it may be deployed or not; the keys for it are in /);
    expect(world.kept).toMatchObject({ WORKER: "doorbuster", ADMIN_KEY: expect.any(String) });
  });
});
