import { writeSync } from "node:fs";

/** Writes all bytes to an open file: on a disk that is almost full, one write may take only some of them. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
