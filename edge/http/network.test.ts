import { expect, it } from "vitest";
import { networkOf } from "./network.ts";

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:0001:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["", "unknown"],
  ["a name", "unknown"],
])("%s is of the network %s", (address, network) => {
  const headers = { "cf-connecting-ip": address };
  expect(networkOf(new Request("http://localhost", { headers }) as never)).toBe(network);
});
