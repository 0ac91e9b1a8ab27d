import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInvited, keysOf, readCode } from "../../edge/core.ts";
import { on, writeSale } from "../authoring/sale-file.ts";
import { TempRoot } from "../support/temp-root.ts";

const SIGNING_KEY = "k".repeat(43);
const env = { SIGNING_KEY };
let root: TempRoot;

beforeAll(() => {
  root = new TempRoot();
  root.write("bowl.webp");
  writeSale(root, "bowl", {
    door: "invites",
    revoked: ["stolen"],
    startsAt: on(20),
    endsAt: on(21),
  });
  writeSale(root, "open-bowl");
  root.write("keys.env", `SIGNING_KEY=${SIGNING_KEY}\n`);
  root.write("none.env", "ADMIN_KEY=x\n");
  root.write("state/secrets.env", `SIGNING_KEY=${SIGNING_KEY}\n`);
});
afterAll(() => root.remove());

const invites = (...args: string[]) => root.sale(["invites", ...args]);

describe("npm run sale -- invites", () => {
  it("prints codes and links that the sale's door takes, until their label is revoked", async () => {
    const { status, stdout } = await root.sale(
      ["invites", "bowl", "--count", "20", "--label", "press", "--url", "https://sale.example"],
      { env },
    );
    expect(status).toBe(0);
    const [head, ...rows] = stdout.trim().split("\n");
    expect(head).toBe("code,link,label");
    expect(rows).toHaveLength(20);
    const key = (await keysOf(env)).current;
    for (const row of rows) {
      const [code = "", link, label] = row.split(",");
      expect([link, label]).toEqual([`https://sale.example/sales/bowl#invite=${code}`, "press"]);
      const read = readCode(code) ?? "";
      expect(await isInvited([key], "bowl", read, ["stolen"])).toBe(true);
      expect(await isInvited([key], "bowl", read, ["stolen", "press"])).toBe(false);
      expect(await isInvited([key], "open-bowl", read, [])).toBe(false);
    }
  });

  it("finds the key where the operator's commands find theirs, and makes the same codes with it", async () => {
    const args = ["bowl", "--count", "3"];
    const { stdout } = await root.sale(["invites", ...args], { env });
    expect((await invites(...args, "--env", "keys.env")).stdout).toBe(stdout);
    expect((await invites(...args, "--state", "state")).stdout).toBe(stdout);
    root.write(".doorbuster/deployed.env", `URL=https://a.example\nSIGNING_KEY=${SIGNING_KEY}\n`);
    expect((await invites(...args)).stdout).toBe(
      stdout.replaceAll("http://127.0.0.1:8787", "https://a.example"),
    );
    root.write(".doorbuster/deployed.env", "URL=https://a.example\n");
  });

  it("finds the key of the sale that is served on this machine by itself, after what is deployed", async () => {
    const args = ["bowl", "--count", "3"];
    const { stdout } = await root.sale(["invites", ...args], { env });
    const served = `URL=http://127.0.0.1:4321\nADMIN_KEY=k\nPID=${process.pid}\n`;
    root.write(".doorbuster/local.env", `${served}SIGNING_KEY=${SIGNING_KEY}\n`);
    const local = stdout.replaceAll("http://127.0.0.1:8787", "http://127.0.0.1:4321");
    const alone = await invites(...args);
    expect(alone.stdout).toBe(local);
    expect(alone.stderr).toContain("for http://127.0.0.1:4321, served on this machine");
    expect((await invites(...args, "--url", "https://a.example")).stderr).toContain("SIGNING_KEY");
    const deployed = `URL=https://a.example\nSIGNING_KEY=${"d".repeat(43)}\n`;
    root.write(".doorbuster/deployed.env", deployed);
    const both = await invites(...args);
    expect(both.stdout).toContain("https://a.example/sales/bowl#invite=");
    expect(both.stderr).toContain("for http://127.0.0.1:4321, say --local");
    expect((await invites(...args, "--local")).stdout).toBe(local);
    root.write(".doorbuster/deployed.env", "URL=https://a.example\n");
    root.write(".doorbuster/local.env", "");
  });

  it.each([
    [["bowl", "--count", "5", "--local"], "nothing is served on this machine"],
    [["bowl", "--count", "5", "--local", "--env", "keys.env"], "leave out --url, --env, --state"],
    [["bowl"], "how many? --count 500"],
    [["bowl", "--count", "0"], "a whole number from 1 to 524,288"],
    [["bowl", "--count", "600000"], "more people need another --label"],
    [["bowl", "--count", "5", "--label", " x"], "without spaces around them"],
    [["bowl", "--count", "5", "--label", "stolen"], 'revokes the label "stolen"'],
    [["bowls", "--count", "5"], "did you mean bowl?"],
    [["bowl", "--count", "5"], "so this needs the sale's SIGNING_KEY"],
    [["bowl", "--count", "5", "--env", "none.env"], "there is no SIGNING_KEY in none.env"],
    [["bowl", "--count", "5", "--env", "gone.env"], "gone.env cannot be read"],
  ])("refuses %j with what to do", async (args, said) => {
    const { status, stdout, stderr } = await invites(...args);
    expect(stderr).toContain(said);
    expect([status !== 0, stdout]).toEqual([true, ""]);
  });

  it("says so when the sale does not ask for codes", async () => {
    const { status, stderr } = await root.sale(["invites", "open-bowl", "--count", "1"], { env });
    expect([status, stderr]).toEqual([0, expect.stringContaining("door: open")]);
  });
});
