import { BlockList, isIP } from "node:net";

/**
 * IPv4 networks outside the public internet, from IANA's registry of special-purpose addresses, and the address at
 * which Azure's machines reach their host.
 */
const RESERVED_V4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`;
/** Parts of 2000::/3, the global IPv6 networks, that are not public. */
const RESERVED_V6 = "2001::/23 2001:db8::/32 2002::/16 3fff::/20";
/** IPv6 networks with an IPv4 address in the last four bytes: mapped, and translated. */
const HOLDS_V4 = ["::ffff:", "64:ff9b::"];

const global = blockList(["2000::/3", ...HOLDS_V4.map((prefix) => `${prefix}0.0.0.0/96`)]);
const reserved = blockList([
  ...RESERVED_V4.split(/\s+/),
  ...RESERVED_V6.split(" "),
  ...RESERVED_V4.split(/\s+/).flatMap(heldByV6),
]);

/**
 * Whether the IP address leads outside the public internet: to this machine, its neighbours, a cloud's metadata
 * service, or nowhere. Anything that is not an address counts as such.
 */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return reserved.check(address, "ipv4");
  // An address with a zone (`fe80::1%eth0`) is link-local.
  if (version === 0 || address.includes("%")) return true;
  return !global.check(address, "ipv6") || reserved.check(address, "ipv6");
}

/** The IPv6 networks that contain an IPv4 one. */
function heldByV6(network: string): string[] {
  const [address, length] = network.split("/") as [string, string];
  return HOLDS_V4.map((prefix) => `${prefix}${address}/${96 + Number(length)}`);
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, length] = network.split("/") as [string, string];
    list.addSubnet(address, Number(length), address.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}
