import { describe, expect, it } from "vitest";
import { readOptions, type ServeArgs } from "./options.ts";

describe("the options of serve", () => {
  it("are all optional", () => {
    expect(readOptions({})).toMatchObject({ port: 8787, made: {} });
  });

  it("are read as milliseconds and numbers", () => {
    const args: ServeArgs = {
      port: "0",
      sale: "lamp",
      "starts-in": "-1m",
      "ends-in": "1h",
      stock: "7",
      gates: "3",
      slots: "2",
      hold: "120s",
      "pay-within": "20s",
      reserve: true,
      state: "there",
      "order-system": "http://127.0.0.1:9/orders",
      env: "file",
    };
    expect(readOptions(args)).toEqual({
      port: 0,
      sale: "lamp",
      startsIn: -60_000,
      endsIn: 3_600_000,
      state: "there",
      orderSystem: "http://127.0.0.1:9/orders",
      env: "file",
      hold: 120_000,
      payWithin: 20_000,
      made: { stock: 7, gates: 3, slots: 2, reserve: true },
    });
  });

  it.each<[ServeArgs, RegExp]>([
    [{ port: "65536" }, /--port 65536: it must be a whole number from 0 to 65535/],
    [{ port: "8o80" }, /--port 8o80/],
    [{ port: "-1" }, /--port -1/],
    [{ sale: "My Sale" }, /--sale My Sale: it must be a sale's name/],
    [{ "starts-in": "20" }, /--starts-in 20: it must be a duration, like 20s/],
    [{ "ends-in": "tomorrow" }, /--ends-in tomorrow: it must be a duration/],
    [{ "starts-in": "1h", "ends-in": "1h" }, /--ends-in 1h: it must be longer than --starts-in 1h/],
    [{ stock: "0" }, /--stock 0: it must be at least 1/],
    [{ stock: "1000001" }, /--stock 1000001: it must be at most 1000000/],
    [{ stock: "0x10" }, /--stock 0x10: it must be a whole number/],
    [{ gates: "1001" }, /--gates 1001: it must be at most 1000/],
    [{ slots: "1.5" }, /--slots 1.5: it must be a whole number/],
    [{ hold: "1s" }, /--hold 1s: it must be a duration from 5s to 1h/],
    [{ "pay-within": "4s" }, /--pay-within 4s: it must be at least 5s/],
    [{ "pay-within": "soon" }, /--pay-within soon: it must be a duration/],
    [{ "order-system": "shop.example" }, /--order-system shop.example: it must be a URL/],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
