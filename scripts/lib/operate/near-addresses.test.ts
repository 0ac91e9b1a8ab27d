import { describe, expect, it } from "vitest";
import type { ExportedOrder } from "../../../edge/contract.ts";
import { NearAddresses } from "./near-addresses.ts";

const order = (orderId: string, address: string | Partial<ExportedOrder>) =>
  ({ orderId, ...(typeof address === "string" ? { address } : address) }) as ExportedOrder;

function near(...addresses: (string | Partial<ExportedOrder>)[]): (string | undefined)[] {
  const all = new NearAddresses();
  return addresses.map((address, i) => all.of(order(`o${i}`, address)));
}

describe("an order to nearly the same address", () => {
  it.each([
    ["12 Main St., Springfield", "Springfield, 12 MAIN STREET"],
    ["Hauptstraße 7, 10115 Berlin", "Hauptstr. 7\n10115 berlin"],
    ["12 Main Street, Springfield", "12 Main Street, Sprnigfield"],
    ["12 Main Street, Springfield", "12 Main Street, Sprinfield"],
    ["12 Main Street, Springfield", "Rear house, 12 Main Street, Springfield"],
    ["北京市朝阳区建国路88号", "北京市朝阳区建国路 88号"],
  ])("is found: %s and %s", (one, two) => {
    expect(near(one, two)).toEqual([undefined, "o0"]);
  });

  it("is found by its parts as well", () => {
    const parts = { street: "Main St 12", postcode: "62701", city: "Springfield" };
    expect(near("Main Street 12, 62701 Springfield", { address: "x", ...parts })).toEqual([
      ...[undefined, "o0"],
    ]);
  });

  it.each([
    ["12 Main Street, Springfield", "13 Main Street, Springfield"],
    ["12 Main Street, Springfield", "12 Oak Street, Springfield"],
    ["12 Main Street", "12 Main Street, Apartment 4"],
    ["Main Street", "Main Street"],
    ["", ""],
  ])("is none: %s and %s", (one, two) => {
    expect(near(one, two)).toEqual([undefined, undefined]);
  });

  it("names the first of several", () => {
    expect(near("1 A Street", "2 B Street", "1 A St", "1 A Str")).toEqual([
      ...[undefined, undefined, "o0", "o0"],
    ]);
  });
});
