import type { Logger } from "pino";
import type { ModelCache } from "../answers/model-cache";
import type { People } from "../auth/people";
import type { Config } from "../config";
import type { Integration } from "../integration";
import type { InngestJobs } from "../jobs/inngest/open-inngest";
import type { Queue } from "../jobs/queue";
import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import type { RequestMetrics } from "./request-metrics";

/** What the handlers are given to work with. */
export interface ApiContext {
  readonly config: Config;
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly queue: Queue;
  /** Opened models for predictions, bounded. */
  readonly models: ModelCache;
  readonly log: Logger;
  readonly metrics: RequestMetrics;
  /** Asks for jobs by events; null where Inngest is off. */
  readonly inngest: InngestJobs | null;
  /** The outside parts, on or off. */
  readonly integrations: readonly Integration[];
  /** Signs people in; null unless `AUTH=firebase`. */
  readonly people: People | null;
  /** Milliseconds since 1970. */
  now(): number;
}
