import { compiled } from "./kernels/instance";
import { KernelMemory } from "./kernels/kernel-memory";

/** Baskets of items by owner, then time, as `Baskets` has them. */
interface OwnedBaskets {
  readonly orderStart: Int32Array;
  readonly productStart: Int32Array;
  readonly time: Float64Array;
  readonly product: Int32Array;
}

/** Which items count, and of whom. */
interface Counting {
  /** Each item's place in the tables; −1 for none. */
  readonly place: Int32Array;
  /** Places. */
  readonly n: number;
  /** Every so many-th owner is looked at. */
  readonly step: number;
  /** Items of a basket that count, the first ones. */
  readonly most: number;
}

/** How often places go together. */
export interface PairCounts {
  /** `a` with `b`: element a × n + b. */
  readonly pairs: Uint32Array;
  /** How often each place is the first of a pair, and the second. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Baskets, or pairs of baskets, that were looked at. */
  readonly followed: number;
}

const memory = new WebAssembly.Memory({ initial: 1 });
/** See `kernels/pair-counts.ts`. */
const kernel = new WebAssembly.Instance(new WebAssembly.Module(compiled("pair-counts.wasm")), {
  env: { memory },
}).exports as unknown as Record<"countNext" | "countTogether", (...told: number[]) => number>;

/** Counts pairs of a basket and the owner's next one, as long as that is not after `until`. */
export function countNextPairs(baskets: OwnedBaskets, counting: Counting, until: number): PairCounts {
  const { room, common, counted } = layOut(baskets, counting);
  const { owners, basketStart, itemStart, item, place, here, before, pairs } = common;
  const { n, step, most } = counting;
  const time = room.put(baskets.time);
  const next = room.integers(most);
  const after = room.zeros(n);
  const followed = kernel.countNext(
    ...[owners, step, basketStart, itemStart, time, item, place, until, most, here, next, n],
    ...[before, after, pairs],
  );
  return counted(after, followed);
}

/** Counts pairs of different places of one basket. */
export function countPairsTogether(baskets: OwnedBaskets, counting: Counting): PairCounts {
  const { common, counted } = layOut(baskets, counting);
  const { owners, basketStart, itemStart, item, place, here, before, pairs } = common;
  const { n, step, most } = counting;
  const all = kernel.countTogether(
    ...[owners, step, basketStart, itemStart, item, place, most, here, n, before, pairs],
  );
  return counted(before, all);
}

function layOut(baskets: OwnedBaskets, { place, n, most }: Counting) {
  const room = new KernelMemory(memory, 0);
  const common = {
    owners: baskets.orderStart.length - 1,
    basketStart: room.putIntegers(baskets.orderStart),
    itemStart: room.putIntegers(baskets.productStart),
    item: room.putIntegers(baskets.product),
    place: room.putIntegers(place),
    here: room.integers(most),
    before: room.zeros(n),
    pairs: room.zeros(n * n),
  };
  const counted = (after: number, followed: number): PairCounts => ({
    pairs: new Uint32Array(room.integersAt(common.pairs, n * n)),
    before: new Float64Array(room.integersAt(common.before, n)),
    after: new Float64Array(room.integersAt(after, n)),
    followed,
  });
  return { room, common, counted };
}
