import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const { engines, optionalDependencies } = JSON.parse(read("package.json"));

/** Where npm brings the Node that everything runs on, an older one is enough to install it. */
const ENOUGH = "20";
/** Elsewhere it has to be there: the first that runs TypeScript as it is. */
const NEEDED = "22.18";

it.each([["README.md"], ["CONTRIBUTING.md"], ["docs/first-sale.md"]])(
  "%s names the Node that is needed: on Linux, and elsewhere",
  (file) => {
    const text = read(file).replace(/\s+/g, " ");
    const versions = text.match(/(?<=Node \(?)\d+(?:\.\d+)?(?= or newer)|22\.18/g) ?? [];
    expect(versions.slice(0, 2)).toEqual([ENOUGH, NEEDED]);
    expect(text).toMatch(/Linux/);
  },
);

it("package.json asks for the same, and brings one that does for Linux", () => {
  expect(engines.node).toBe(`>=${NEEDED}`);
  for (const arch of ["x64", "arm64"]) {
    const [major = "0"] = optionalDependencies[`node-linux-${arch}`].split(".");
    expect(Number(major)).toBeGreaterThan(Number.parseInt(NEEDED, 10));
  }
});
