/**
 * The limits of one request to `runs/log-batch`, https://mlflow.org/docs/latest/api_reference/rest-api.html#log-batch
 */
const MOST = { metrics: 1000, params: 100, tags: 100 } as const;
const MOST_TOGETHER = 1000;
const MOST_BYTES = 900_000;
const LONGEST_KEY = 250;
const LONGEST_VALUE = { params: 6000, tags: 8000 } as const;

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** The data logged for a run. */
export interface LoggedValues {
  readonly metrics: readonly Metric[];
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

/** As many requests as necessary, in the given order; none if there is nothing to send. */
export function batchesOf(values: LoggedValues): LoggedValues[] {
  const batches: { metrics: Metric[]; params: Entry[]; tags: Entry[] }[] = [];
  let bytes = Infinity;
  const add = <Kind extends keyof typeof MOST>(kind: Kind, entry: LoggedValues[Kind][number]) => {
    const size = Buffer.byteLength(JSON.stringify(entry)) + 1;
    let last = batches.at(-1);
    const together = last ? last.metrics.length + last.params.length + last.tags.length : 0;
    if (
      !last ||
      last[kind].length === MOST[kind] ||
      together === MOST_TOGETHER ||
      bytes + size > MOST_BYTES
    ) {
      last = { metrics: [], params: [], tags: [] };
      batches.push(last);
      bytes = 0;
    }
    (last[kind] as LoggedValues[Kind][number][]).push(entry);
    bytes += size;
  };
  for (const metric of values.metrics) add("metrics", metric);
  for (const param of values.params) add("params", param);
  for (const tag of values.tags) add("tags", tag);
  return batches;
}

/**
 * A key that every MLflow server and file store accepts: letters, digits, `_`, `-`, `.`, space and `/`, at most 250
 * characters, and no path that leads elsewhere.
 */
export function loggedKey(name: string): string {
  const known = name.replaceAll(/[^A-Za-z0-9_\-. /]/g, "_").slice(0, LONGEST_KEY);
  // MLflow reads a key as a path, and only accepts the shortest spelling of one.
  return known
    .split("/")
    .map((part) => (/^\.*$/.test(part) ? "_" : part))
    .join("/");
}

/** A value of limited length that shows when it was cut. */
export function loggedValue(value: string | number, kind: keyof typeof LONGEST_VALUE): string {
  const text = String(value);
  return text.length <= LONGEST_VALUE[kind] ? text : `${text.slice(0, LONGEST_VALUE[kind] - 1)}…`;
}
