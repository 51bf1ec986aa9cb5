import { batchRow } from "./batch";
import { btydRow } from "./btyd";
import { busyRow } from "./busy";
import { readRow, readTenMillionRow } from "./read";
import type { Row } from "./row";
import { startRow } from "./start";
import { trainQuickRow, trainRow, trainTenMillionRow } from "./train";
import { treesRow, treesTwoThreadsRow } from "./trees";

/** In the order of the page. The training of 10 million lines makes the model that the batch asks. */
export const rows: readonly Row[] = [
  trainRow,
  trainQuickRow,
  readRow,
  readTenMillionRow,
  trainTenMillionRow,
  treesRow,
  treesTwoThreadsRow,
  batchRow,
  btydRow,
  startRow,
  busyRow,
];
