import type { Logger } from "pino";
import type { ModelCache } from "../answers/model-cache";
import type { People } from "../auth/people";
import type { Config } from "../config";
import type { Connections } from "../destinations/connections";
import type { Integration } from "../integration";
import type { InngestJobs } from "../jobs/inngest/open-inngest";
import type { Queue } from "../jobs/queue";
import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import type { Warehouses } from "../warehouse/connections";
import type { ServerMetrics } from "./server-metrics";

/** What handlers get to work with. */
export interface ApiContext {
  readonly config: Config;
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly queue: Queue;
  /** Open models for predictions, limited in memory. */
  readonly models: ModelCache;
  readonly log: Logger;
  readonly metrics: ServerMetrics;
  /** Requests jobs through events; null if Inngest is off. */
  readonly inngest: InngestJobs | null;
  /** The outside services, on or off. */
  readonly integrations: readonly Integration[];
  /** Where the operator lets lists of customers go. */
  readonly connections: Connections;
  /** What tenants' queries may read. */
  readonly warehouses: Pick<Warehouses, "of">;
  /** Signs people in; null unless `AUTH=firebase`. */
  readonly people: People | null;
  /** Milliseconds since 1970. */
  now(): number;
}
