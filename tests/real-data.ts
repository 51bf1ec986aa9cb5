import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where the real files lie: beside the repository, or where PERENNIAL_SHARED says. */
const datasets = join(process.env.PERENNIAL_SHARED ?? join(import.meta.dir, "../../shared"), "datasets");

/** UCI Online Retail, CDNOW's one-tenth sample and whole master file; null where a machine does not have them. */
export const onlineRetail = present("OnlineRetail.csv.gz");
export const cdnowSample = present("CDNOW_sample.txt.gz");
export const cdnowMaster = present("CDNOW_master.txt.gz");

function present(name: string): string | null {
  const path = join(datasets, name);
  if (existsSync(path)) return path;
  console.info(`${name} is not here: the tests that need it are left out.`);
  return null;
}
