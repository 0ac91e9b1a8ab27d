/**
 * The network that a request comes from, for limits and for the log: an IPv4 address, or the /64 of an
 * IPv6 address, since a household or a rented server has all of that. Cloudflare's edge writes the
 * header and lets nobody else write it; where it is not in front, all are one network.
 */
export function networkOf({ headers }: Request): string {
  const address = headers.get("CF-Connecting-IP")?.trim() ?? "";
  if (/^[\d.]+$/.test(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  return mapped ?? (/^[\da-f:]+$/i.test(address) ? prefix64(address) : "unknown");
}

/** The first four of the eight groups; `::` stands for as many zeros as are missing (RFC 4291, 2.2). */
function prefix64(address: string): string {
  const [before = "", after] = address.split("::");
  const groups = (text = "") => (text === "" ? [] : text.split(":"));
  const [left, right] = [groups(before), groups(after)];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array<string>(zeros).fill("0"), ...right];
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(":")}::/64`;
}
