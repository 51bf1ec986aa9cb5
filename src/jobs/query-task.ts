import { createHash } from "node:crypto";
import type { KeptReading } from "../store/dataset-queries";
import type { DatasetRow } from "../store/datasets";
import type { ErasedPeople } from "../store/erased-people";
import type { JobRow } from "../store/job-row";
import { datasetKey } from "../store/object-keys";
import type { WarehouseQuery } from "../warehouse/open-query";
import type { HandlerTools } from "./job-handler";

/** What a worker needs to read a data set that is a query. Plain data, without any secret. */
export interface QueryTask {
  readonly query: WarehouseQuery;
  /** What the last reading left behind. */
  readonly kept: KeptReading | null;
  /** The common prefix of what this one leaves behind. */
  readonly prefix: string;
  /** Who must not come back. */
  readonly erased: ErasedPeople;
}

/** Null for a data set of files. */
export function queryTask(
  { store }: Pick<HandlerTools, "store">,
  { tenant, id }: JobRow,
  dataset: DatasetRow,
): QueryTask | null {
  if (!dataset.query) return null;
  return {
    query: { tenant, ...dataset.query },
    kept: store.datasetQueries.kept(tenant, dataset.id),
    prefix: readingPrefix(tenant, id),
    erased: store.erasedPeople.of(tenant),
  };
}

/** Where a job leaves what it has read. No upload has such a name, and an erasure takes it for a leftover. */
export function readingPrefix(tenant: string, job: string): string {
  const name = createHash("sha256").update(job).digest("hex").slice(0, 32);
  return datasetKey(tenant, `reading-${name}`, "part").slice(0, -"/part".length);
}
