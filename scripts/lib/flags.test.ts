/** What becomes of a number on a command line, whichever command it is: that number, or a refusal. */
import { expect, it } from "vitest";
import { readBehaviourArgs } from "../order-system/options.ts";
import { readOptions as plan } from "./plan/options.ts";
import { readOptions as rehearse } from "./rehearse/options.ts";
import { readOptions as serve } from "./serve/options.ts";

const FLAGS: Record<string, (text: string) => unknown> = {
  "serve --stock": (stock) => serve({ stock }).made.stock,
  "serve --gates": (gates) => serve({ gates }).made.gates,
  "serve --hold": (hold) => serve({ hold }).hold,
  "serve --starts-in": (text) => serve({ "starts-in": text }).startsIn,
  "serve --port": (port) => serve({ port }).port,
  "plan --shoppers": (shoppers) => plan({ sale: "lamp", shoppers }).shoppers,
  "plan --peak": (peak) => plan({ sale: "lamp", shoppers: "1", peak }).peak,
  "rehearse --shoppers": (shoppers) => rehearse({ sale: "lamp", shoppers }).shoppers,
  "rehearse --scale": (scale) => rehearse({ sale: "lamp", shoppers: "1", scale }).scale,
  "rehearse --for": (text) => rehearse({ sale: "lamp", shoppers: "1", for: text }).longest,
  "order-system --slow": (slow) => readBehaviourArgs({ slow }).slow,
  "order-system --fail": (fail) => readBehaviourArgs({ fail }).fail,
};

const CASES: [flag: string, text: string, expected: unknown][] = [
  ["serve --stock", "1000", 1000],
  ["serve --stock", "1,000", 1000],
  ["serve --stock", "1.000", 1000],
  ["serve --stock", "1 000", 1000],
  ["serve --stock", "٥٠", 50],
  ["serve --stock", "1.5", /--stock 1\.5: it must be a whole number/],
  ["serve --stock", "1e3", /--stock 1e3: it must be a whole number/],
  ["serve --stock", "0x10", /--stock 0x10/],
  ["serve --stock", "-5", /--stock -5: it must be at least 1/],
  ["serve --gates", "1.000", 1000],
  ["serve --gates", "1.001", /--gates 1\.001: it must be at most 1000/],
  ["serve --hold", "90s", 90_000],
  ["serve --hold", "1.5m", 90_000],
  ["serve --hold", "1.000s", /--hold 1\.000s: it must be a duration/],
  ["serve --hold", "1,5m", /--hold 1,5m: it must be a duration/],
  ["serve --hold", "90", /--hold 90: it must be a duration/],
  ["serve --starts-in", "1.000m", /--starts-in 1\.000m: it must be a duration/],
  ["serve --port", "8.787", /--port 8\.787: it must be a whole number/],
  ["plan --shoppers", "100,000", 100_000],
  ["plan --shoppers", "1.000.000", 1_000_000],
  ["plan --shoppers", "100k", /--shoppers 100k: it must be a whole number/],
  ["plan --shoppers", "1.5", /--shoppers 1\.5/],
  ["plan --peak", "90%", 0.9],
  ["plan --peak", "0.9", 0.9],
  ["plan --peak", "0,9", /--peak 0,9: it must be a share/],
  ["rehearse --shoppers", "20.000", 20_000],
  ["rehearse --scale", "2.5", 2.5],
  ["rehearse --scale", "1.000", /--scale 1\.000: it must be a number from 1/],
  ["rehearse --for", "90s", 90_000],
  ["rehearse --for", "1.000s", /--for 1\.000s: it must be a duration/],
  ["order-system --slow", "1,000", 1000],
  ["order-system --slow", "1.000", 1000],
  ["order-system --slow", "0x10", /--slow 0x10/],
  ["order-system --slow", " ", /--slow/],
  ["order-system --fail", "0.25", 0.25],
  ["order-system --fail", ".5", 0.5],
  ["order-system --fail", "1", 1],
  ["order-system --fail", "1e-1", /--fail 1e-1/],
];
it.each(CASES)("%s %j", (flag, text, expected) => {
  const read = () => FLAGS[flag]?.(text);
  if (expected instanceof RegExp) expect(read).toThrow(expected);
  else expect(read()).toBe(expected);
});
