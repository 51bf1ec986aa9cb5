/** Addresses of this machine and of private networks, where a proxy may be. */
const NEAR =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/**
 * Where a request comes from, for counting tries: the other end of the connection. If that is this machine or a private
 * network, it is a proxy, and we take the last entry of `X-Forwarded-For`: anyone can write the earlier ones. An IPv6
 * address is cut to its first 64 bits, because a household owns all the rest.
 */
export function clientAddress(peer: string, forwardedFor: string | null): string {
  const near = unmapped(peer.toLowerCase());
  const last = forwardedFor?.split(",").at(-1)?.trim().toLowerCase() ?? "";
  const address = NEAR.test(near) && isAddress(last) ? unmapped(last) : near;
  return address.includes(":") ? network(address) : address;
}

function isAddress(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(text) || (/^[0-9a-f:.]{2,45}$/.test(text) && text.includes(":"));
}

/** `::ffff:192.0.2.1` → `192.0.2.1`. */
function unmapped(address: string): string {
  return /^::ffff:((\d{1,3}\.){3}\d{1,3})$/.exec(address)?.[1] ?? address;
}

/** `2001:db8::1` → `2001:db8:0:0`. */
function network(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  if (tail !== undefined) while (groups.length + after.length < 8) groups.push("0");
  return [...groups, ...after].slice(0, 4).join(":");
}
