import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contextWith, inContext } from "../../scripts/lib/context.ts";
import { keepLocal } from "../../scripts/lib/local-record.ts";
import { TempRoot } from "../support/temp-root.ts";
import { aStatus } from "./a-status.ts";
import { FakeDeployment } from "./fake-deployment.ts";

const project = new TempRoot();
const here = new FakeDeployment(aStatus({ sold: 3 }));
const deployed = new FakeDeployment(aStatus({ sold: 12 }));
let forget: () => void;

beforeAll(async () => {
  await here.come();
  await deployed.come();
});
beforeEach(() => {
  const { root } = project;
  const secrets = { ADMIN_KEY: "local-key", SIGNING_KEY: "signing-key" };
  forget = inContext(contextWith({ root }), () => keepLocal(here.url, secrets));
});
afterAll(async () => {
  await here.go();
  await deployed.go();
  project.remove();
});

const record = () =>
  project.write(".doorbuster/deployed.env", `URL=${deployed.url}\nADMIN_KEY=its-key\n`);

describe("while serve runs on this machine", () => {
  it("status finds it by itself, and says where that is", async () => {
    const { status, stdout, stderr } = await project.sale(["status", "lamp"]);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `at ${here.url}, served on this machine\n`,
    });
    expect(stdout).toContain("3 of 50");
  });

  it("what is deployed is meant before it; --local says otherwise", async () => {
    record();
    const there = await project.sale(["status", "lamp"]);
    expect(there.stdout).toContain("12 of 50");
    expect(there.stderr).toBe(`at ${deployed.url}; for ${here.url}, say --local\n`);
    expect((await project.sale(["status", "lamp", "--local"])).stdout).toContain("3 of 50");
  });

  it("its address takes its key, and no other address does", async () => {
    record();
    const own = await project.sale(["status", "lamp", "--url", here.url]);
    expect(own.stdout).toContain("3 of 50");
    const other = await project.sale(["status", "lamp", "--url", "http://127.0.0.1:1"]);
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining("operator's key") });
  });

  it("a key in the environment goes where it is served with that key", async () => {
    const { stdout } = await project.sale(["status", "lamp"], { env: { ADMIN_KEY: "local-key" } });
    expect(stdout).toContain("3 of 50");
  });
});

describe("once it has ended", () => {
  it("nothing is found any more", async () => {
    forget();
    const { status, stderr } = await project.sale(["status", "lamp", "--local"]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "nothing is served on this machine; npm start serves the sample sale\n",
    });
  });

  it("nor if it was killed and left its record", async () => {
    const gone = `SIGNING_KEY=s\nPID=${2 ** 22 + 1}\n`;
    project.write(".doorbuster/local.env", `URL=${here.url}\nADMIN_KEY=k\n${gone}`);
    const { status } = await project.sale(["status", "lamp", "--local"]);
    expect(status).toBe(2);
  });
});
