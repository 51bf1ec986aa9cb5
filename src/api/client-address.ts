/** Addresses of this machine and of private networks, where a proxy stands. */
const NEAR =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/**
 * Where a request is from, for counting tries: the other end of the connection or, where that is this machine or a
 * private network, what the proxy there has put last into `X-Forwarded-For`; what stands before it anybody can write.
 * Of an IPv6 address the first 64 bits: a household has them all.
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
