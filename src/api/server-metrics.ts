import { isFinal, type JobKind, type JobRow, type JobStatus } from "../store/job-row";

/** Upper edges of the duration buckets, seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Counted from 0 on, so that the first end of each kind is an increase too. */
const KINDS: readonly JobKind[] = ["training", "prediction", "backtest", "email", "erasure"];
const ENDS: readonly JobStatus[] = ["completed", "failed", "cancelled"];

interface Series {
  readonly labels: string;
  count: number;
  seconds: number;
  /** Requests per bucket: above the previous edge, up to this one. */
  readonly buckets: Uint32Array;
}

/** A value read on demand. */
interface Gauge {
  readonly name: string;
  readonly help: string;
  /** One value, or one for each set of labels. */
  readonly value: number | Readonly<Record<string, number>>;
}

/** Counts requests and their durations by method, route and status, and the ends of jobs, for Prometheus. */
export class ServerMetrics {
  readonly #series = new Map<string, Series>();
  readonly #ended = new Map<string, number>(
    KINDS.flatMap((kind) => ENDS.map((status) => [endLabels(kind, status), 0] as const)),
  );

  /** `route` is the pattern, never the requested path: that keeps the series few and reveals no ids. */
  record(method: string, route: string, status: number, seconds: number): void {
    const labels = `method="${method}",route="${route}",status="${status}"`;
    let series = this.#series.get(labels);
    if (!series) {
      series = { labels, count: 0, seconds: 0, buckets: new Uint32Array(BUCKETS.length) };
      this.#series.set(labels, series);
    }
    series.count++;
    series.seconds += seconds;
    const bucket = BUCKETS.findIndex((edge) => seconds <= edge);
    if (bucket >= 0) series.buckets[bucket]!++;
  }

  /** Counts the job if the pool ran it and it has ended. To be called after each change of a job. */
  countEnd({ kind, status, runnable }: JobRow): void {
    if (!runnable || !isFinal(status)) return;
    const labels = endLabels(kind, status);
    this.#ended.set(labels, (this.#ended.get(labels) ?? 0) + 1);
  }

  /** The text exposition format, version 0.0.4, with the gauges after the counters. */
  text(gauges: readonly Gauge[]): string {
    const all = [...this.#series.values()];
    const lines = [
      "# HELP http_requests_total Requests answered.",
      "# TYPE http_requests_total counter",
      ...all.map(({ labels, count }) => `http_requests_total{${labels}} ${count}`),
      "# HELP http_request_duration_seconds Time from a request's arrival to the head of its answer.",
      "# TYPE http_request_duration_seconds histogram",
      ...all.flatMap(histogramLines),
      "# HELP perennial_jobs_ended_total Jobs that ended, by kind and how.",
      "# TYPE perennial_jobs_ended_total counter",
      ...[...this.#ended].map(([labels, count]) => `perennial_jobs_ended_total{${labels}} ${count}`),
    ];
    for (const { name, help, value } of gauges) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...gaugeLines(name, value));
    }
    return `${lines.join("\n")}\n`;
  }
}

function endLabels(kind: JobKind, status: JobStatus): string {
  return `kind="${kind}",status="${status}"`;
}

function gaugeLines(name: string, value: Gauge["value"]): string[] {
  if (typeof value === "number") return [`${name} ${value}`];
  return Object.entries(value).map(([labels, one]) => `${name}{${labels}} ${one}`);
}

function histogramLines({ labels, count, seconds, buckets }: Series): string[] {
  const name = "http_request_duration_seconds";
  let sum = 0;
  const lines = BUCKETS.map((edge, index) => {
    sum += buckets[index]!;
    return `${name}_bucket{${labels},le="${edge}"} ${sum}`;
  });
  return [
    ...lines,
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${count}`,
  ];
}
