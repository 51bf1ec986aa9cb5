import { Random } from "../../learning/random";

/**
 * What a random stream belongs to. Each has its own, so that any part of the file can be made without the parts before
 * it.
 */
export type StreamKind = "catalogue" | "customer" | "order" | "anonymous";

const KIND_CODES: Record<StreamKind, number> = { catalogue: 1, customer: 2, order: 3, anonymous: 4 };

/**
 * The random stream of one thing of a generated file: the same for the same arguments, unrelated for others.
 * `first` and `second`: whole numbers ≥ 0 that name it, such as a customer and the number of an order.
 */
export function streamOf(seed: number, kind: StreamKind, first = 0, second = 0): Random {
  let hash = mix(seed >>> 0, KIND_CODES[kind]);
  hash = mix(hash, Math.floor(seed / 2 ** 32));
  hash = mix(hash, first);
  hash = mix(hash, second);
  return new Random(hash);
}

/** A step of MurmurHash3's 32-bit mixing (Appleby 2011). */
function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
