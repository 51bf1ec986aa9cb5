import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { writeGenerated } from "../../src/commands/generate/write-generated";
import { onlineRetail } from "../real-data";

/** A year of order lines to upload, and whether they are the public ones, whose figures are known. */
export interface OrderFile {
  readonly path: string;
  readonly isReal: boolean;
}

/**
 * Puts `OnlineRetail.csv` into `folder`; where it is not on this machine, generated order lines of the same columns.
 */
export async function orderFile(folder: string): Promise<OrderFile> {
  const path = join(folder, "OnlineRetail.csv");
  if (onlineRetail) {
    await pipeline(createReadStream(onlineRetail), createGunzip(), createWriteStream(path));
    return { path, isReal: true };
  }
  await writeGenerated(path, { rows: 200_000, seed: 42 });
  return { path, isReal: false };
}
