/** The largest share of an audience that may be held out. */
export const MOST_CONTROL_SHARE = 0.5;

/**
 * Whether a customer is left out of the campaign as a control. A hash of campaign and customer alone decides: it is the
 * same on every machine and in any order, and independent between campaigns. `share`, 0 to 0.5, is the part held out,
 * up to chance.
 */
export function isControl(customerId: string, campaign: string, share: number): boolean {
  return hash32(`${campaign}\n${customerId}`) < share * 2 ** 32;
}

/**
 * FNV-1a over the UTF-16 units (Fowler, Noll, Vo) with MurmurHash3's finaliser (Appleby), which spreads the last
 * letters over all bits.
 */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
