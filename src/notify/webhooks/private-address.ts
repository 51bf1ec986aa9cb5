import { isIPv4, isIPv6 } from "node:net";

/** Networks of version 4 that no stranger's program is in, as IANA's registry of special-purpose addresses has them: address and prefix length. */
const RESERVED_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Parts of the global networks of version 6, 2000::/3, that are none: address and prefix length. */
const RESERVED_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];
/** Networks of version 6 that hold an address of version 4 in their last four bytes: mapped, and translated. */
const HOLDS_V4: readonly (readonly [string, number])[] = [
  ["::ffff:0:0", 96],
  ["64:ff9b::", 96],
];

/**
 * Whether the IP address leads anywhere but into the public internet: to this machine, its neighbours, a cloud's metadata service, or nowhere. What
 * is no address is taken for such a one.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return isReservedV4(bytesOfV4(address));
  // A zone (`fe80::1%eth0`) is of a local link.
  if (!isIPv6(address) || address.includes("%")) return true;
  const bytes = bytesOfV6(address);
  if (HOLDS_V4.some(([network, length]) => isWithin(bytes, bytesOfV6(network), length)))
    return isReservedV4(bytes.slice(12));
  const isGlobal = isWithin(bytes, bytesOfV6("2000::"), 3);
  return !isGlobal || RESERVED_V6.some(([network, length]) => isWithin(bytes, bytesOfV6(network), length));
}

function isReservedV4(bytes: readonly number[]): boolean {
  return RESERVED_V4.some(([network, length]) => isWithin(bytes, bytesOfV4(network), length));
}

function isWithin(bytes: readonly number[], network: readonly number[], length: number): boolean {
  for (let bit = 0; bit < length; bit++) {
    const mask = 0x80 >> (bit & 7);
    if ((bytes[bit >> 3]! & mask) !== (network[bit >> 3]! & mask)) return false;
  }
  return true;
}

function bytesOfV4(address: string): number[] {
  return address.split(".").map(Number);
}

function bytesOfV6(address: string): number[] {
  // A tail that is written as version 4 is two groups.
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [(+a << 8) | +b, (+c << 8) | +d].map((group) => group.toString(16)).join(":"),
  );
  const [head = "", tail] = plain.split("::");
  const groups = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const between = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...between, ...after].flatMap((group) => [group >> 8, group & 255]);
}
