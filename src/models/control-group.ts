/** The largest part of an audience that may be held out. */
export const MOST_CONTROL_SHARE = 0.5;

/**
 * Whether a customer is left alone in the campaign, to be compared with. It is decided by a hash of campaign and customer alone: the same on every
 * machine and in whatever order the customers come, and independent from one campaign to the next. `share` of 0 to 0.5 is the part that is held out,
 * up to chance.
 */
export function isControl(customerId: string, campaign: string, share: number): boolean {
  return hash32(`${campaign}\n${customerId}`) < share * 2 ** 32;
}

/** FNV-1a over the UTF-16 units (Fowler, Noll, Vo) with the finaliser of MurmurHash3 (Appleby), which spreads the last letters over all bits. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
