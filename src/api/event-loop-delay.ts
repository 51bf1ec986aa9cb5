import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 20;

let histogram: ReturnType<typeof monitorEventLoopDelay> | null = null;

/**
 * How long the event loop was held up since the last call, seconds. The first call begins to measure, so a server that
 * nobody monitors has no timer for it.
 */
export function eventLoopDelay(): { readonly p99: number; readonly max: number } {
  if (!histogram) {
    histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    histogram.enable();
  }
  const { max } = histogram;
  const p99 = histogram.percentile(99);
  histogram.reset();
  return { p99: p99 / 1e9, max: max / 1e9 };
}
