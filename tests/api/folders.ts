import type { BlobStore } from "../../src/store/blobs";

/** Model folders that lie where `pathOf` says. */
export function foldersAt(pathOf: (prefix: string) => string): Pick<BlobStore, "fetched"> {
  return { fetched: async (prefix) => ({ path: pathOf(prefix), [Symbol.asyncDispose]: async () => {} }) };
}
