import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeGenerated } from "./generate/write-generated";

/** What the generated stand-in is made with: as many rows as the Online Retail file has. */
const GENERATED = { rows: 541_909, seed: 42 };

/**
 * The file that is used where none is named: `datasets/OnlineRetail.csv` (or `.csv.gz`) where it lies there, else a
 * generated one of the same columns and size, made once. `announce` is told before it is made.
 */
export async function defaultDataset(dataDir: string, announce: (message: string) => void): Promise<string> {
  const datasets = join(dataDir, "datasets");
  for (const name of ["OnlineRetail.csv", "OnlineRetail.csv.gz"]) {
    if (existsSync(join(datasets, name))) return join(datasets, name);
  }
  const generated = join(datasets, `generated-${GENERATED.rows}-seed-${GENERATED.seed}.csv`);
  if (existsSync(generated)) return generated;
  announce(`datasets/OnlineRetail.csv is not there: generating ${GENERATED.rows} order lines in its place`);
  await mkdir(datasets, { recursive: true });
  const beside = `${generated}.${process.pid}.part`;
  try {
    await writeGenerated(beside, GENERATED);
    await rename(beside, generated);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return generated;
}
