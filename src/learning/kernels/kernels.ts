import { readFileSync } from "node:fs";

const PAGE_BYTES = 65_536;

/** The inner loops that are compiled ahead to 128-bit vectors, and the memory they work in. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** See `assembly.ts`. */
  addRows(
    x: number,
    curvature: number,
    slope: number,
    rows: number,
    d: number,
    gram: number,
    gradient: number,
  ): void;
}

/** Null on a processor for which the engine has no vectors (x86-64 without AVX): then the plain loops run. */
export const kernels: Kernels | null = load();

function load(): Kernels | null {
  const bytes = readFileSync(new URL("./kernels.wasm", import.meta.url));
  if (!WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return { memory, addRows: exports.addRows as Kernels["addRows"] };
}

/** The kernels' memory as numbers, at least `length` of them. Valid until the next call. */
export function kernelNumbers({ memory }: Kernels, length: number): Float64Array {
  const missing = 8 * length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Float64Array(memory.buffer);
}
