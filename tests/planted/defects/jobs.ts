import { type Defect, defectsIn } from "../defect";

const ERASURE = [
  "tests/jobs/erasure/proof.test.ts",
  "tests/jobs/erasure/copies.test.ts",
  "tests/jobs/erasure/erasure.test.ts",
];

/** The queue, erasures, what is sent outside: order, late writers, back-off, what is left over. */
export const JOBS: readonly Defect[] = [
  ...defectsIn("src/retry.ts", "tests/retry.test.ts", [
    [
      "pauses do not grow",
      "Math.min(mostMs, 2 * pausesMs.at(-1)!)",
      "Math.min(mostMs, pausesMs.at(-1)! + 1000)",
    ],
    ["the pause is one step late", "pausesMs[failures - 1]", "pausesMs[failures]"],
    [
      "a receiver's wish for a pause is not heard",
      "* (1 + spread * random)), askedMs)",
      "* (1 + spread * random)), 0)",
    ],
    ["it goes on after the last pause", 'afterLast === "go on" ?', 'afterLast !== "go on" || true ?'],
  ]),
  ...defectsIn("src/loop.ts", "tests/loop.test.ts", [
    [
      "a failing loop is woken before its pause is over",
      "|| this.#willLook || this.#failures > 0) return;",
      "|| this.#willLook) return;",
    ],
  ]),
  ...defectsIn("src/jobs/outbox.ts", "tests/jobs/outbox.test.ts", [
    [
      "what was interrupted waits as if it had failed",
      "const pause = isInterrupted ? 0 :",
      "const pause = isInterrupted ? 60_000 :",
    ],
    [
      "the last failure is not told to the channel",
      "if (store.outbox.fail(delivery, reason, now())) channel.ended(delivery, how, reason);",
      "store.outbox.fail(delivery, reason, now());",
    ],
    [
      "an outcome of a lost try is told",
      "if (store.outbox.delivered(delivery, now())) channel.ended",
      "store.outbox.delivered(delivery, now());\n      channel.ended",
    ],
    ["nothing old is ever removed", "if (now() - this.#tidiedAt < TIDY_MS) return;", "return;"],
    [
      "a channel sends more at a time than it may",
      "while (this.#underWay(channel) < channel.atATime)",
      "while (this.#underWay(channel) <= channel.atATime)",
    ],
  ]),
  ...defectsIn(
    "src/jobs/queue.ts",
    ["tests/jobs/queue.test.ts", "tests/jobs/restart.test.ts"],
    [
      [
        "a run that lost its lease is not tried again",
        'this.#store.runs.killed(run, "stopped together with its server", now);',
        "",
      ],
      [
        "more jobs run than there are workers",
        "while (this.#runs.size < this.#mostRuns)",
        "while (this.#runs.size <= this.#mostRuns)",
      ],
      ["leases are not renewed", "for (const run of this.#runs) run.renew(now + this.#leaseMs);", ""],
      [
        "a cancelled job runs to its end",
        'if (job.cancelRequested && job.status === "processing") this.#runOf(job)?.end("cancelled");',
        "",
      ],
      ["hung workers keep their places", "for (const run of this.#runs) run.endIfHung(this.#quietMs);", ""],
    ],
  ),
  ...defectsIn(
    "src/jobs/steps/remote-hands.ts",
    ["tests/jobs/steps/remote-hands.test.ts"],
    [
      [
        "all parts of a list stand before everybody else's work",
        "Math.round(headStart) - STAND_BACK * part",
        "Math.round(headStart)",
      ],
      ["what this machine refuses is given to others", 'if (found.type !== "done") return found;', ""],
    ],
  ),
  ...defectsIn(
    "src/jobs/steps/joined-workers.ts",
    ["tests/jobs/steps/joined-workers.test.ts"],
    [
      [
        "a dead worker counts as joined for ever",
        "silentMs > MISSED * (this.options.everyMs ?? PRESENCE_MS)",
        "false",
      ],
      ["a worker of another release counts as joined", 'if (release !== VERSION) return "refused";', ""],
      ["a sign that was there before is heard again", "!Bun.deepEquals(known.presence, presence)", "true"],
      ["a worker that has left stays on the page", "if (!keys.has(key)) this.#known.delete(key);", "{}"],
    ],
  ),
  ...defectsIn(
    "src/jobs/steps/worker-functions.ts",
    ["tests/jobs/steps/worker-functions.test.ts"],
    [
      [
        "one tenant may have all workers",
        'concurrency: { key: "event.data.tenant_id", limit: STEPS_OF_A_TENANT },',
        "",
      ],
      ["small work does not overtake", 'priority: { run: "event.data.priority" },', ""],
    ],
  ),
  ...defectsIn(
    "src/jobs/run.ts",
    ["tests/jobs/queue.test.ts", "tests/jobs/shutdown.test.ts", "tests/jobs/restart.test.ts"],
    [
      [
        "an end waits for a bucket that does not answer",
        "await Promise.race([preparing, this.#ended.promise])",
        "await preparing",
      ],
      [
        "a defect's words reach the tenant",
        "`The job ended with an internal error. Ask the operator of this server about incident ${incident}.`",
        "error.message",
      ],
      [
        "a run that another took over still clears up",
        'if (this.#endedFor === "requeued") store',
        'if (this.#endedFor === "cancelled") store',
      ],
      ["a cancel through another server is not heard", 'if (state === "cancel") this.end("cancelled");', ""],
      ["what a failed job left is not removed", "await this.handler.discard(this.job);", ""],
    ],
  ),
  ...defectsIn("src/jobs/job-follower.ts", "tests/jobs/job-follower.test.ts", [
    [
      "events that come between reading and waiting are missed",
      "if (this.jobs.events(tenant, id, last).length === 0) await",
      "await",
    ],
    [
      "waiters of other jobs are woken too",
      "return `${tenant}/${id}`;",
      "return `${id.length}`;",
      "who is woken for nothing looks, finds nothing new and waits on",
    ],
    [
      "waiters of another tenant's job of the same id are woken instead",
      "this.#waiting.get(keyOf(tenant, id)) ?? []",
      "this.#waiting.get(keyOf(`${tenant}-other`, id)) ?? []",
    ],
    [
      "those who wait are not released when the server stops",
      "    this.#unsubscribe();\n    this.lookAgain();",
      "    this.#unsubscribe();",
    ],
  ]),
  ...defectsIn("src/jobs/pool.ts", "tests/jobs/pool.test.ts", [
    [
      "a process that grew too large is kept",
      "if (worker.rssBytes > this.mostKeptBytes) await worker.kill();\n    else",
      "",
    ],
    ["a dead process gets a task", "if (worker.alive) return worker;", "return worker;"],
  ]),
  ...defectsIn("src/jobs/schedule.ts", "tests/jobs/schedule.test.ts", [
    [
      "what is due now is due again now",
      "return due > after ? due : due + 7 * DAY_MS;",
      "return due >= after ? due : due + 7 * DAY_MS;",
    ],
    ["Sunday is the first day", "(day - from.getUTCDay() + 7) % 7", "(day - from.getUTCDay() + 6) % 7"],
    [
      "schedules follow the local clock",
      "from.getUTCMonth(), from.getUTCDate()",
      "from.getUTCMonth(), from.getDate() + 1",
    ],
    [
      "an erased tenant is trained again",
      "if (store.erasures.isTenantErased(tenant, since)) return;\n    if (newest)",
      "if (newest)",
    ],
  ]),
  ...defectsIn("src/jobs/default-model-note.ts", "tests/jobs/default-model-note.test.ts", [
    ["a model of the same day is not the default", "if (asOf < currentAsOf)", "if (asOf <= currentAsOf)"],
  ]),
  ...defectsIn("src/jobs/newest-dataset.ts", "tests/jobs/newest-dataset.test.ts", [
    ["the oldest orders count", "Math.max(...orders)", "Math.min(...orders)"],
    ["the oldest data set is trained on", "order > newest.order", "order < newest.order"],
  ]),
  ...defectsIn("src/jobs/notices.ts", "tests/jobs/notices.test.ts", [
    [
      "a failed prediction of one customer is told with its error",
      'if (kind === "prediction" && isAboutOne) return [];',
      "",
    ],
    [
      "ids with a slash break the link",
      "/app/queue/${encodeURIComponent(id)}`;\n  if",
      "/app/queue/${id}`;\n  if",
    ],
    [
      "an erased tenant is told news",
      "if (store.erasures.isTenantErased(job.tenant, job.createdAt)) return;",
      "",
    ],
    [
      "drift is told as a training",
      'kind === "drift" ? "drift.detected"',
      'kind === "drift" ? "training.completed"',
    ],
  ]),
  ...defectsIn("src/jobs/payload.ts", "tests/jobs/payload.test.ts", [
    ["numbers in a payload may be negative", "(value as number) >= 0", "(value as number) >= -1e9"],
  ]),
  ...defectsIn("src/jobs/start-sweep.ts", "tests/jobs/start-sweep.test.ts", [
    [
      "a batch's file is swept although a row names it",
      "...predictions.batches(tenant).map(({ batchFileUrl }) => batchFileUrl),",
      "",
    ],
  ]),
  ...defectsIn("src/jobs/training-files.ts", "tests/jobs/training-files.test.ts", [
    [
      "another tenant's mapping may be named",
      "asked !== null && !store.datasets.hasMapping(job.tenant, asked)",
      'asked === ""',
    ],
    ["one date order holds for all files", "(file.dateOrder ?? dateOrder)", "(dateOrder ?? file.dateOrder)"],
    [
      "a deleted file is only noticed by the worker",
      "if (!(await blobs.exists(key))) throw",
      'if (key === "") throw',
    ],
  ]),
  ...defectsIn("src/jobs/throttle.ts", "tests/jobs/throttle.test.ts", [
    [
      "the last progress before the end is lost",
      "    const waiting = this.#waiting;\n    if (!waiting) return;",
      "    const waiting = this.#waiting;\n    if (!waiting || this.#stop === null) return;",
    ],
  ]),
  ...defectsIn("src/jobs/training-pace.ts", "tests/jobs/training-pace.test.ts", [
    [
      "the time left does not count down",
      "const left = totalMs - (now - startedAt);",
      "const left = totalMs - (reportedAt - startedAt);",
    ],
  ]),
  ...defectsIn("src/jobs/erasure/erase-files.ts", ERASURE, [
    ["a person's rows stay in an arrow table", '".arrow": copyArrowWithout,', ""],
    [
      "what a report shows of the file stays",
      "SHOWING_CELLS.includes(basename(key)) ? copyTextWithout",
      'key === "" ? copyTextWithout',
    ],
    [
      "an unreadable file stays",
      'await this.note(key, { type: "dataset deleted", ...told, reason });\n      await this.blobs.delete(dirname(key));\n    }\n  }',
      'await this.note(key, { type: "dataset deleted", ...told, reason });\n    }\n  }',
    ],
    [
      "the reason names the person",
      'names.reduce((told, name) => told.replaceAll(name, "…"), error.message)',
      "error.message",
    ],
    ["the copy without the person is made and not used", "await this.blobs.replace(key, beside);", ""],
  ]),
  ...defectsIn("src/jobs/erasure/erasure.ts", ERASURE, [
    [
      "the job keeps the person's id",
      'store.jobs.setPayload(tenant, id, { scope: "customer", customer: markOf(asked.customer_id) });',
      "",
    ],
    [
      "stored answers about the person stay",
      "stored_answers_deleted: forgotten((name) => store.idempotency.forgetText(tenant, name)),",
      "stored_answers_deleted: 0,",
    ],
    ["an open copy of the model keeps the person", "  store.models.revise(tenant);\n", ""],
    [
      "a batch's sample keeps the person",
      "if (without) store.predictions.setResult(tenant, id, without);",
      "",
    ],
    ["notes with the addresses stay", "store.notes.remove(tenant, id, EMAILS_NOTE);", ""],
  ]),
  ...defectsIn("src/jobs/erasure/proof.ts", ERASURE, [
    [
      "an unfinished erasure says erased",
      'status: rows ? (found ? "erased" : "nothing_found") : "incomplete"',
      'status: found ? "erased" : "nothing_found"',
    ],
  ]),
  ...defectsIn("src/jobs/erasure/run-erasure.ts", ERASURE, [
    ["the store keeps traces of the rows", "  await compactStore(task.storePath);\n", ""],
    [
      "guests' rows under the person's address stay",
      "return task.emails ?? (await emailsIn(blobs, task));",
      "return task.emails ?? [];",
    ],
  ]),
  ...defectsIn("src/jobs/inngest/events.ts", "tests/jobs/inngest/events.test.ts", [
    [
      "two tenants' requests of one id are one event",
      "id: `${tenant}/${id}/requested`",
      "id: `${id}/requested`",
    ],
    [
      "two tenants' ends of one id are one event",
      "id: `${tenant}/${id}/finished/${attempt}`",
      "id: `${id}/finished/${attempt}`",
    ],
    ["a second attempt's end is taken for the first's", "/finished/${attempt}`", "/finished`"],
    [
      "the error of one customer's prediction is told",
      "...(error !== null && !isAboutOne &&",
      "...(error !== null &&",
    ],
  ]),
  ...defectsIn("src/jobs/inngest/take-up.ts", "tests/jobs/inngest/functions.test.ts", [
    [
      "a customer erased since is scored again",
      "if (erased.some(({ customer }) => isMarked(customer, String(customer_id))))",
      "if (erased.length > 1e9)",
    ],
    ["an event takes a row of another kind", "if (row.kind !== kind ||", "if ("],
  ]),
  ...defectsIn("src/jobs/inngest/event-channel.ts", "tests/jobs/inngest/event-channel.test.ts", [
    [
      "a job that Inngest forgot waits for ever",
      "store.jobs.makeRunnable(tenant, jobId, row.payload, now())",
      'row.id === ""',
    ],
    ["events that were sent stay", "if (event.target === null) this.options.store.outbox.remove(event);", ""],
  ]),
];
