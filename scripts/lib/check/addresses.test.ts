import { expect, it } from "vitest";
import { addressFindings } from "./addresses.ts";

it("warns of workers_dev beside a route, and of neither alone", () => {
  const [found, ...more] = addressFindings({ workersDev: true, routed: true });
  expect(found).toMatchObject({ level: "warning", todo: "write workers_dev = false" });
  expect(more).toEqual([]);
  expect(addressFindings({ workersDev: true, routed: false })).toEqual([]);
  expect(addressFindings({ workersDev: false, routed: true })).toEqual([]);
});
