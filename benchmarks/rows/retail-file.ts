import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { sharedFile } from "../reference";

/** The Online Retail file as plain CSV, because the peers read no gzip; kept in `cache`. */
export async function retailFile(cache: string): Promise<string> {
  const path = join(cache, "OnlineRetail.csv");
  if (existsSync(path)) return path;
  const packed = sharedFile("datasets/OnlineRetail.csv.gz");
  if (!packed)
    throw new Error("the Online Retail file is not on this machine; set PERENNIAL_SHARED to its folder");
  await Bun.write(`${path}.partial`, Bun.gunzipSync(await Bun.file(packed).bytes()));
  await rename(`${path}.partial`, path);
  return path;
}
