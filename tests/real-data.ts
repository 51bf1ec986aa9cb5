import { describe } from "bun:test";
import { sharedFile } from "../benchmarks/reference";

/** Paths of the public data sets that some tests read, or null where they are not on this machine. */
export const onlineRetail = sharedFile("datasets/OnlineRetail.csv.gz");
export const cdnowSample = sharedFile("datasets/CDNOW_sample.txt.gz");
export const cdnowMaster = sharedFile("datasets/CDNOW_master.txt.gz");

/**
 * Tests that need what may be missing. Where it is, one line says what is left out and why, and nothing of them is run.
 */
export function describeWhere(
  isThere: boolean,
  title: string,
  missing: string,
  tests: () => void | Promise<void>,
): void {
  if (isThere) describe(title, tests);
  else
    console.log(
      `left out: ${title}, for want of ${missing} (beside the project, or where PERENNIAL_SHARED says)`,
    );
}
