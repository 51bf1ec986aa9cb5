import { Type as t } from "@sinclair/typebox";
import { VERSION } from "../../config";
import { requireWritable } from "../../store/data-folder";
import { isNearlyFull } from "../disk-reserve";
import { UnavailableError } from "../errors";
import { defineRoute, type Route } from "../route";
import { metricsRoute, mirrorLag } from "./prometheus";

const HealthSchema = t.Object({
  status: t.Literal("ok"),
  version: t.String({ description: "Release of the program" }),
  queue: t.Object({ waiting: t.Integer({ description: "Waiting jobs of all tenants" }) }),
  pool: t.Object({
    workers: t.Integer({ description: "How many jobs can run at the same time" }),
    running: t.Integer({ description: "How many are running now" }),
    idle_processes: t.Integer({ description: "Worker processes waiting for a job" }),
  }),
  storage: t.Object({
    kind: t.Union([t.Literal("disk"), t.Literal("s3")], { description: "Where uploads and models are kept" }),
  }),
  mirror: t.Object({
    enabled: t.Boolean({ description: "Whether rows are copied to Firestore" }),
    lag_seconds: t.Union([t.Number(), t.Null()], {
      description:
        "Age of the oldest change not copied yet, 0 if there is none. Leaves out documents that Firestore refuses; `/metrics/prometheus` counts those",
    }),
  }),
});

const ReadySchema = t.Object({
  status: t.Literal("ready"),
  pool: t.Object({
    silent: t.Integer({
      description:
        "Worker processes that have not said anything for 15 s. One that also does nothing for a minute is ended, and its job is tried again.",
    }),
  }),
  integrations: t.Record(
    t.String(),
    t.Union([t.Literal("off"), t.Literal("well"), t.Literal("failing")], {
      description: "Whether the outside service is on and works",
    }),
  ),
});

const health = defineRoute({
  method: "GET",
  path: "/health",
  access: "public",
  tag: "server",
  summary: "Is the server alive?",
  description: "Answers as long as the process is alive. Public; says nothing about any tenant.",
  answers: {
    200: {
      description: "The server is alive.",
      schema: HealthSchema,
      example: {
        status: "ok",
        version: VERSION,
        queue: { waiting: 2 },
        pool: { workers: 3, running: 1, idle_processes: 0 },
        storage: { kind: "disk" },
        mirror: { enabled: false, lag_seconds: null },
      },
    },
  },
  handle: (_input, { queue, blobs, store, now }) => {
    const { waiting, workers, running, idleProcesses } = queue.status();
    return {
      status: "ok",
      version: VERSION,
      queue: { waiting },
      pool: { workers, running, idle_processes: idleProcesses },
      storage: { kind: blobs.kind },
      mirror: { enabled: store.mirror.isOn(), lag_seconds: mirrorLag(store, now()) },
    };
  },
});

/** How long an outside service has to report its state. */
const PROBE_MS = 3000;

const ready = defineRoute({
  method: "GET",
  path: "/health/ready",
  access: "public",
  tag: "server",
  summary: "Is the server ready to work?",
  description:
    "Checks the store, the disk and the bucket within three seconds, and reports silent workers, and whether each outside service is on and well. A load balancer should send requests here only while this answers 200. A failing outside service does not change that: what is meant for it waits.",
  answers: {
    200: {
      description: "The server is ready.",
      schema: ReadySchema,
      example: { status: "ready", pool: { silent: 0 }, integrations: { firestore: "well", mail: "off" } },
    },
  },
  errors: { 503: "The store does not answer, or the disk is nearly full or cannot be written" },
  handle: async (_input, { config, store, queue, log, integrations }) => {
    if (isNearlyFull(config.dataDir))
      throw new UnavailableError(
        "The disk has less than 128 MiB left. Make room, and the server is ready again.",
      );
    try {
      requireWritable(config.dataDir);
    } catch (error) {
      log.error({ err: error }, "the data folder cannot be written");
      throw new UnavailableError("The data folder cannot be written.");
    }
    try {
      store.jobs.waiting();
    } catch (error) {
      log.error({ err: error }, "the store does not answer");
      throw new UnavailableError("The store does not answer.");
    }
    await Promise.all(integrations.map((integration) => integration.probe?.(PROBE_MS)));
    const states = integrations.map((integration) => [integration.name, integration.status().state]);
    const { silent } = queue.status();
    return { status: "ready", pool: { silent }, integrations: Object.fromEntries(states) };
  },
});

export const healthRoutes: readonly Route[] = [health, ready, metricsRoute];
