import { readFileSync } from "node:fs";

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;

/** Loops that are compiled ahead, and the memory they work in. */
export type Instance<Kernels> = Kernels & {
  readonly module: WebAssembly.Module;
  /** It grows to the largest need. Shared, so that another thread can help. */
  readonly memory: WebAssembly.Memory;
};

/** Kernels from their compiled bytes, with a memory of their own. */
export function instance<Kernels>(bytes: Uint8Array<ArrayBuffer>): Instance<Kernels> {
  const module = new WebAssembly.Module(bytes);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...(exports as unknown as Kernels), module, memory };
}

/** With 128-bit vectors where the engine has them (not on x86-64 without AVX), else the same without. */
export function bestCompiled(name: string): Uint8Array<ArrayBuffer> {
  const vectors = compiled(`${name}.wasm`);
  return WebAssembly.validate(vectors) ? vectors : compiled(`${name}-plain.wasm`);
}

export function compiled(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`./${file}`, import.meta.url)));
}

/** The kernels' memory, at least `bytes` of it. */
export function memoryOf({ memory }: Instance<unknown>, bytes: number): ArrayBufferLike {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return memory.buffer;
}

/** Where the words begin that tell kernels about their task. */
export const TOLD_BYTES = 64;

/** Where things lie in memory after those words, one after another, each from a whole cache line on. */
export class MemoryPlan {
  end = 256;

  bytes(count: number): number {
    const at = this.end;
    this.end += Math.ceil(count / 64) * 64;
    return at;
  }
}
