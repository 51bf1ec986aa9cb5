import { freeBytes } from "../../disk";
import type { JoinedWorker } from "../../jobs/steps/joined-workers";
import { MOST_COUNTED } from "../../store/mirror";
import type { ApiContext } from "../context";
import { eventLoopDelay } from "../event-loop-delay";
import { defineRoute } from "../route";

export const metricsRoute = defineRoute({
  method: "GET",
  path: "/metrics/prometheus",
  access: "admin",
  serverWide: true,
  tag: "server",
  summary: "Counters for Prometheus",
  description:
    "Requests by route and status with their durations, jobs that wait, run and ended, open and failed erasures, waiting mails and webhook messages, failing outside services, free disk space, memory, and how long the event loop was held up. About the whole server, without tenants' names.",
  answers: {
    200: {
      description: "The text exposition format, version 0.0.4.",
      contentType: "text/plain",
      example: 'http_requests_total{method="GET",route="/health",status="200"} 12\n',
    },
  },
  handle: (_input, context) =>
    new Response(metricsText(context), {
      headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" },
    }),
});

/** Seconds; null if the mirror is off. */
export function mirrorLag({ mirror }: ApiContext["store"], now: number): number | null {
  if (!mirror.isOn()) return null;
  const oldest = mirror.oldest();
  return oldest === null ? 0 : Math.max(0, (now - oldest) / 1000);
}

function metricsText({ config, metrics, queue, store, integrations, now }: ApiContext): string {
  const erasures = store.erasures.undone();
  const deliveries = store.outbox.waiting();
  const { waiting, workers, running, silent } = queue.status();
  const joined = queue.joined ?? [];
  const inState = (wanted: JoinedWorker["state"]) => joined.filter(({ state }) => state === wanted).length;
  const { rss, heapUsed } = process.memoryUsage();
  const mirror = store.mirror.state();
  const oldest = store.jobs.oldestWaiting();
  const delay = eventLoopDelay();
  return metrics.text([
    { name: "perennial_jobs_waiting", help: "Waiting jobs.", value: waiting },
    {
      name: "perennial_oldest_waiting_job_seconds",
      help: "How long ago the oldest waiting job was requested, mails aside; 0 if none is waiting.",
      value: oldest === null ? 0 : Math.max(0, (now() - oldest) / 1000),
    },
    { name: "perennial_jobs_running", help: "Jobs running in this server's processes.", value: running },
    { name: "perennial_erasures_open", help: "Waiting or running erasures.", value: erasures.open },
    {
      name: "perennial_erasures_failed",
      help: "Failed erasures that must be requested again.",
      value: erasures.failed,
    },
    {
      name: "perennial_mirror_waiting",
      help: `Rows still to be copied to Firestore, up to ${MOST_COUNTED}.`,
      value: mirror.waiting,
    },
    {
      name: "perennial_mirror_set_aside",
      help: "Documents that Firestore refused and that will be tried again.",
      value: mirror.setAside,
    },
    {
      name: "perennial_mirror_lag_seconds",
      help: "Age of the oldest change not yet copied to Firestore.",
      value: mirrorLag(store, now()) ?? 0,
    },
    {
      name: "perennial_mails_waiting",
      help: "Mails about events not sent yet.",
      value: deliveries.mail,
    },
    {
      name: "perennial_webhook_messages_waiting",
      help: "Webhook messages not delivered yet.",
      value: deliveries.webhook,
    },
    {
      name: "perennial_integration_failing",
      help: "1 if the last try of an outside service failed, 0 if it is well or off.",
      value: Object.fromEntries(
        integrations.map((integration) => [
          `integration="${integration.name}"`,
          Number(integration.status().state === "failing"),
        ]),
      ),
    },
    { name: "perennial_workers", help: "Jobs that can run at the same time.", value: workers },
    {
      name: "perennial_workers_silent",
      help: "Worker processes that have not said anything for 15 s.",
      value: silent,
    },
    { name: "perennial_remote_jobs", help: "Jobs that may run on other machines.", value: config.remoteJobs },
    {
      name: "perennial_workers_joined",
      help: "Workers of other machines, by how they are.",
      value: Object.fromEntries(
        (["joined", "silent", "refused"] as const).map((state) => [`state="${state}"`, inState(state)]),
      ),
    },
    {
      name: "perennial_steps_elsewhere",
      help: "Steps of jobs that run on other machines.",
      value: joined.reduce((sum, { doing }) => sum + doing.length, 0),
    },
    {
      name: "perennial_disk_free_bytes",
      help: "Room on the disk of the data folder.",
      value: freeBytes(config.dataDir),
    },
    {
      name: "perennial_event_loop_delay_p99_seconds",
      help: "99th percentile of how long the event loop was held up since the last reading.",
      value: delay.p99,
    },
    {
      name: "perennial_event_loop_delay_max_seconds",
      help: "Longest that the event loop was held up since the last reading.",
      value: delay.max,
    },
    { name: "process_resident_memory_bytes", help: "Memory that the server holds.", value: rss },
    { name: "process_heap_bytes", help: "JavaScript memory in use.", value: heapUsed },
  ]);
}
