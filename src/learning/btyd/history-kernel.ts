import { compiled } from "../kernels/instance";
import { KernelMemory } from "../kernels/kernel-memory";

/** See `kernels/histories.ts`; numbers are addresses, counts or values. */
interface HistoryKernel {
  start(): number;
  firstImpossible(x: number, tx: number, T: number, n: number): number;
  mergeRows(
    x: number,
    tx: number,
    T: number,
    n: number,
    table: number,
    bits: number,
    first: number,
    count: number,
  ): number;
  numberValues(values: number, n: number, table: number, bits: number, seen: number, places: number): number;
  gather(values: number, index: number, n: number, out: number): void;
  renumber(places: number, n: number, table: number): void;
  evaluateRows(
    rows: number,
    x: number,
    tx: number,
    T: number,
    count: number,
    tableX: number,
    tableTx: number,
    tableT: number,
    r: number,
    rOverAlpha: number,
    perA: number,
    out: number,
  ): void;
  sum(values: number, n: number): number;
  product(a: number, b: number, count: number, rows: number): number;
}

const memory = new WebAssembly.Memory({ initial: 2 });

/** The loops over customers that are compiled ahead. They have one memory: what one use laid out, the next one overwrites. */
export const historyKernel = new WebAssembly.Instance(new WebAssembly.Module(compiled("histories.wasm")), {
  env: { memory },
}).exports as unknown as HistoryKernel;

/** Its memory, to be laid out from the beginning. */
export function historyMemory(): KernelMemory {
  return new KernelMemory(memory, historyKernel.start());
}

/** Bits of a hash table that is at most half full with so many entries. */
export function tableBits(entries: number): number {
  return Math.max(4, 33 - Math.clz32(entries));
}
