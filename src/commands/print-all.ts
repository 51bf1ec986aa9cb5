import { once } from "node:events";

/** Prints a long list. Waits for the reader, so that what it has not read yet does not pile up. */
export async function printAll(chunks: Iterable<Uint8Array>): Promise<void> {
  for (const chunk of chunks) if (!process.stdout.write(chunk)) await once(process.stdout, "drain");
}
