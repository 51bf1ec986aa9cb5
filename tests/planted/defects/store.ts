import { type Defect, defectsIn } from "../defect";

const STRANGERS = "tests/store/strangers.test.ts";

/** Rows: writes of a stranger, order, fences, moments. */
export const STORE: readonly Defect[] = [
  ...defectsIn("src/store/webhooks.ts", STRANGERS, [
    [
      "a stranger changes a webhook",
      "UPDATE webhooks SET ${assignments} WHERE tenant_id = $tenant AND id = $id",
      "UPDATE webhooks SET ${assignments} WHERE id = $id AND $tenant IS NOT NULL",
    ],
    [
      "a stranger deletes a webhook",
      '"DELETE FROM webhooks WHERE tenant_id = $tenant AND id = $id"',
      '"DELETE FROM webhooks WHERE id = $id AND $tenant IS NOT NULL"',
    ],
    [
      "a stranger deletes a webhook's messages",
      "WHERE tenant_id = $tenant AND channel = 'webhook' AND target = $id\",",
      "WHERE $tenant IS NOT NULL AND channel = 'webhook' AND target = $id\",",
    ],
    [
      "a stranger switches a webhook off",
      "reason WHERE tenant_id = $tenant AND id = $id AND enabled = 1",
      "reason WHERE $tenant IS NOT NULL AND id = $id AND enabled = 1",
    ],
    [
      "a stranger's success counts for the owner",
      "SET last_success_at = $now WHERE tenant_id = $tenant AND id = $id",
      "SET last_success_at = $now WHERE $tenant IS NOT NULL AND id = $id",
    ],
    [
      "a stranger reads a webhook and its secret",
      "SELECT ${COLUMNS} FROM webhooks WHERE tenant_id = $tenant AND id = $id",
      "SELECT ${COLUMNS} FROM webhooks WHERE $tenant IS NOT NULL AND id = $id",
    ],
  ]),
  ...defectsIn("src/store/webhooks.ts", "tests/store/webhooks.test.ts", [
    ["the old secret signs forever", "old_secret_until = $oldUntil", "old_secret_until = $oldUntil * 1000"],
    [
      "a webhook that is switched on keeps the reason why it was off",
      "enabled: enabled ? 1 : 0, disabled_reason: null",
      "enabled: enabled ? 1 : 0",
    ],
  ]),
  ...defectsIn("src/store/outbox.ts", STRANGERS, [
    [
      "a stranger's outcome of a delivery counts",
      `const FENCE = "tenant_id = $tenant AND id = $id`,
      `const FENCE = "$tenant IS NOT NULL AND id = $id`,
    ],
    [
      "switching one tenant's webhook off fails another's messages",
      "WHERE tenant_id = $tenant AND channel = $channel AND target = $target AND state = 'waiting'",
      "WHERE $tenant IS NOT NULL AND channel = $channel AND target = $target AND state = 'waiting'",
    ],
    [
      "a claimed delivery is removed of every tenant",
      '"DELETE FROM outbox WHERE tenant_id = $tenant AND id = $id"',
      '"DELETE FROM outbox WHERE $tenant IS NOT NULL AND id = $id"',
    ],
    [
      "messages to a target are listed across tenants",
      "FROM outbox WHERE tenant_id = $tenant AND channel = $channel AND target = $target\n         ORDER",
      "FROM outbox WHERE $tenant IS NOT NULL AND channel = $channel AND target = $target\n         ORDER",
    ],
  ]),
  ...defectsIn(
    "src/store/outbox.ts",
    ["tests/store/outbox.test.ts", "tests/jobs/outbox.test.ts"],
    [
      [
        "messages go out by id and not by when they are due",
        `const OLDEST = "ORDER BY next_at, id LIMIT"`,
        `const OLDEST = "ORDER BY id LIMIT"`,
      ],
      [
        "two messages to one receiver are under way at once",
        "AND other.target = due.target)",
        "AND other.target <> due.target)",
      ],
      [
        "a try that is not the current one counts",
        "AND state = 'sending' AND attempts = $attempts",
        "AND state = 'sending' AND $attempts > 0",
      ],
      [
        "tries are not counted",
        "const attempts = row.attempts + 1;",
        "const attempts = Math.max(1, row.attempts);",
      ],
      [
        "what is being sent is sent again at once",
        "attempts = $attempts, next_at = $lostAt,",
        "attempts = $attempts, next_at = $now,",
      ],
      [
        "addresses of failed mails stay",
        "updated_at < $addressesBefore AND channel",
        "updated_at < $addressesBefore AND state = 'delivered' AND channel",
      ],
    ],
  ),
  ...defectsIn("src/store/jobs.ts", STRANGERS, [
    [
      "a stranger cancels a running job",
      "SET cancel_requested = 1, updated_at = $now\n         WHERE tenant_id = $tenant AND id = $id",
      "SET cancel_requested = 1, updated_at = $now\n         WHERE $tenant IS NOT NULL AND id = $id",
    ],
    [
      "a stranger changes a row of the queue",
      "updated_at = $now\n           WHERE tenant_id = $tenant AND id = $id AND runnable = 0`,\n          {",
      "updated_at = $now\n           WHERE $tenant IS NOT NULL AND id = $id AND runnable = 0`,\n          {",
    ],
    [
      "an erasure of one tenant's customer deletes another's jobs",
      "DELETE FROM jobs WHERE tenant_id = $tenant AND id <> $except",
      "DELETE FROM jobs WHERE $tenant IS NOT NULL AND id <> $except",
    ],
    [
      "a stranger replaces a payload",
      '"UPDATE jobs SET payload = $payload WHERE tenant_id = $tenant AND id = $id"',
      '"UPDATE jobs SET payload = $payload WHERE $tenant IS NOT NULL AND id = $id"',
    ],
    [
      "events of a job are told to a stranger",
      "WHERE tenant_id = $tenant AND job_id = $id AND sequence > $sequence",
      "WHERE $tenant IS NOT NULL AND job_id = $id AND sequence > $sequence",
    ],
  ]),
  ...defectsIn(
    "src/store/jobs.ts",
    ["tests/store/jobs.test.ts", "tests/store/erasures.test.ts", "tests/store/repositories.test.ts"],
    [
      [
        "the job of the erasure deletes itself",
        "AND id <> $except AND (",
        "AND id <> ($except || '!') AND (",
      ],
      ["a customer named in a result stays", 'OR (result IS NOT NULL AND ${names("result")})', ""],
      [
        "a client changes a row that the pool runs",
        "WHERE tenant_id = $tenant AND id = $id AND runnable = 0`,\n          {",
        "WHERE tenant_id = $tenant AND id = $id`,\n          {",
      ],
      [
        "only those of a page are exported",
        "if (!end || page.length < PAGE) return;",
        "if (!end || page.length < PAGE * 2) return;",
      ],
      [
        "the queue is listed by id and not by time",
        "ORDER BY created_at DESC, id DESC LIMIT ${MOST_LISTED}",
        "ORDER BY id DESC LIMIT ${MOST_LISTED}",
      ],
      [
        "a failed training counts as the newest",
        "kind = 'training' AND status = 'completed'\n",
        "kind = 'training'\n",
      ],
    ],
  ),
  ...defectsIn("src/store/job-runs.ts", "tests/store/jobs.test.ts", [
    [
      "a run of an earlier attempt completes the job",
      "if (this.changes.find(run.tenant, run.id)?.cancelRequested) return false;",
      "if (this.changes.find(run.tenant, run.id)?.cancelRequested) alsoStore();",
    ],
    ["a job is given up one death late", "job.kills + 1 < MOST_KILLS", "job.kills < MOST_KILLS"],
    [
      "the attempt does not count up",
      "const attempt = job.attempt + 1;",
      "const attempt = Math.max(job.attempt, 1);",
    ],
    ["a lease ends a moment early", "lease_until < $now", "lease_until < $now + 60000"],
    [
      "the rows are stored although the run is no longer current",
      "if (completed) alsoStore();",
      "alsoStore();",
    ],
  ]),
  ...defectsIn(
    "src/store/erasures.ts",
    ["tests/store/erasures.test.ts", STRANGERS],
    [
      [
        "a tenant's erasure counts for every tenant",
        `const ERASURES = "tenant_id = $tenant AND`,
        `const ERASURES = "$tenant IS NOT NULL AND`,
      ],
      [
        "an erasure that ended in this moment does not count",
        "updated_at >= $since AND ${OF_TENANT} LIMIT 1",
        "updated_at > $since AND ${OF_TENANT} LIMIT 1",
      ],
      [
        "a failed erasure is asked for twice and not continued",
        'known.status === "failed" || known.status === "cancelled"',
        'known.status === "cancelled"',
      ],
      [
        "other jobs of an erased tenant go on",
        'if (asked.scope === "tenant") this.#cancelOthers(tenant, id, now);',
        "",
      ],
    ],
  ),
  ...defectsIn(
    "src/store/idempotency.ts",
    [STRANGERS, "tests/store/idempotency.test.ts"],
    [
      [
        "a key of one tenant answers another",
        'FROM idempotency WHERE tenant_id = $tenant AND key = $key",\n        { tenant, key },',
        'FROM idempotency WHERE $tenant IS NOT NULL AND key = $key",\n        { tenant, key },',
      ],
      [
        "the answer is kept for every tenant",
        "SET status = $status, body = $body WHERE tenant_id = $tenant AND key = $key",
        "SET status = $status, body = $body WHERE $tenant IS NOT NULL AND key = $key",
      ],
      ["keys are forgotten after an hour", "24 * HOUR_MS", "HOUR_MS"],
      [
        "another request under the key gets the first one's answer",
        "if (known.request_hash !== requestHash)",
        "if (known.request_hash.length !== requestHash.length)",
      ],
      [
        "requests under way outlive the erasure that they may name",
        '"DELETE FROM idempotency WHERE tenant_id = $tenant AND status IS NULL", { tenant }',
        '"DELETE FROM idempotency WHERE tenant_id = $tenant AND status = 0", { tenant }',
      ],
    ],
  ),
  ...defectsIn(
    "src/store/tenants.ts",
    ["tests/store/erasures.test.ts", STRANGERS, "tests/store/repositories.test.ts"],
    [
      ["keys are left over by an erasure", '  "jobs",\n  "api_keys",', '  "jobs",'],
      ["sessions are left over by an erasure", '  "sessions",\n  "notifications",', '  "notifications",'],
      [
        "people's sessions are left over by an erasure",
        '  "invitations",\n  "person_sessions",',
        '  "invitations",',
      ],
      [
        "a tenant that is deleted leaves its stored answers",
        '"DELETE FROM idempotency WHERE tenant_id = $tenant", { tenant }',
        '"DELETE FROM idempotency WHERE tenant_id = $tenant AND status = 0", { tenant }',
      ],
      [
        "another tenant's model can be the default",
        "EXISTS (SELECT 1 FROM models WHERE tenant_id = $tenant AND id = $model)",
        "EXISTS (SELECT 1 FROM models WHERE $tenant IS NOT NULL AND id = $model)",
      ],
      [
        "a chosen default follows the newest model",
        "WHERE id = $tenant AND default_is_chosen = 0`",
        "WHERE id = $tenant`",
      ],
    ],
  ),
  ...defectsIn(
    "src/store/datasets.ts",
    ["tests/store/dataset-files.test.ts", STRANGERS],
    [
      [
        "a stranger rewrites a file's row",
        "inspection = $inspection\n       WHERE tenant_id = $tenant AND id = $id",
        "inspection = $inspection\n       WHERE $tenant IS NOT NULL AND id = $id",
      ],
      [
        "quotas do not count what the store keeps",
        "return sizeBytes + Buffer.byteLength(JSON.stringify(inspection ?? null));",
        "return sizeBytes;",
      ],
      ["a data set outlives its last file", "AND NOT EXISTS\n", "AND EXISTS\n"],
    ],
  ),
  ...defectsIn(
    "src/store/predictions.ts",
    ["tests/store/repositories.test.ts", STRANGERS],
    [
      [
        "a stranger labels a prediction",
        '"UPDATE predictions SET label = $label WHERE tenant_id = $tenant AND id = $id"',
        '"UPDATE predictions SET label = $label WHERE $tenant IS NOT NULL AND id = $id"',
      ],
      [
        "a stranger's prediction is deleted",
        '"DELETE FROM predictions WHERE tenant_id = $tenant AND id = $id", { tenant, id })',
        '"DELETE FROM predictions WHERE $tenant IS NOT NULL AND id = $id", { tenant, id })',
      ],
    ],
  ),
  ...defectsIn("src/store/training-runs.ts", STRANGERS, [
    [
      "a stranger's run counts as sent",
      "UPDATE training_runs SET ${set} WHERE tenant_id = $tenant AND id = $id",
      "UPDATE training_runs SET ${set} WHERE $tenant IS NOT NULL AND id = $id",
    ],
  ]),
  ...defectsIn(
    "src/store/notifications.ts",
    ["tests/store/notifications.test.ts", STRANGERS],
    [
      [
        "old news of one tenant push out another's",
        "SELECT id FROM notifications WHERE tenant_id = $tenant\n           ORDER",
        "SELECT id FROM notifications WHERE $tenant IS NOT NULL\n           ORDER",
      ],
    ],
  ),
  ...defectsIn("src/store/mail-recipients.ts", STRANGERS, [
    [
      "a stranger removes a recipient",
      "DELETE FROM mail_recipients WHERE tenant_id = $tenant AND address",
      "DELETE FROM mail_recipients WHERE $tenant IS NOT NULL AND address",
    ],
    [
      "mails to a removed address stay",
      "\"DELETE FROM outbox WHERE tenant_id = $tenant AND channel = 'mail' AND target = $address\"",
      "\"DELETE FROM outbox WHERE $tenant IS NOT NULL AND channel = 'mail' AND target = $address\"",
    ],
  ]),
  ...defectsIn(
    "src/store/invitations.ts",
    [STRANGERS, "tests/auth/invitations.test.ts"],
    [
      [
        "an invitation of one tenant replaces another's",
        '"DELETE FROM invitations WHERE tenant_id = $tenant AND email = $email"',
        '"DELETE FROM invitations WHERE $tenant IS NOT NULL AND email = $email"',
      ],
      [
        "an invitation that has expired still works",
        "WHERE hash = $hash AND expires_at > $now",
        "WHERE hash = $hash AND expires_at > $now - 604800000",
      ],
    ],
  ),
  ...defectsIn("src/store/mirror.ts", "tests/store/mirror.test.ts", [
    [
      "documents are sent by id and not by change",
      "WHERE not_before <= $now ORDER BY sequence LIMIT $limit",
      "WHERE not_before <= $now ORDER BY document_id LIMIT $limit",
    ],
    [
      "a change during sending is taken for sent",
      "AND document_id = $id AND sequence = $sequence`,\n          { tenant, collection, id, sequence },",
      "AND document_id = $id AND sequence <= $sequence + 1`,\n          { tenant, collection, id, sequence },",
    ],
  ]),
  ...defectsIn(
    "src/store/sessions.ts",
    ["tests/auth/key-sign-in.test.ts", "tests/auth/keys.test.ts"],
    [
      [
        "key sessions never expire",
        "FROM sessions WHERE hash = $hash AND expires_at > $now",
        "FROM sessions WHERE hash = $hash AND $now > 0",
      ],
      [
        "signing out leaves the session",
        '"DELETE FROM sessions WHERE hash = $hash"',
        '"DELETE FROM sessions WHERE hash = $hash AND expires_at = 0"',
      ],
    ],
  ),
  ...defectsIn("src/store/object-keys.ts", "tests/store/blobs.test.ts", [
    ["a name may climb out of its folder", '!name.startsWith(".") &&', '!name.startsWith("...") &&'],
    ["a name may hold a backslash", "/[\\\\\\u0000-\\u001f\\u007f]/", "/[\\u0000-\\u001f\\u007f]/"],
    ["a name may be longer than a disk takes", "Buffer.byteLength(name) <=", "name.length <="],
    ["a tenant's name may be a path", "/^[A-Za-z0-9_-]{1,128}$/", "/^[A-Za-z0-9_./-]{1,128}$/"],
  ]),
  ...defectsIn("src/store/blobs.ts", "tests/store/blobs.test.ts", [
    [
      "an object is written in its place and not beside it",
      "await rename(partial, path);",
      "await rename(partial, path + '.new');",
    ],
    ["a failed write leaves its part", "await rm(partial, { force: true });", ""],
    ["unfinished files are listed", 'if (entry.name.startsWith(".")) continue;', ""],
    [
      "what is deleted leaves its unfinished copies",
      "if (name.startsWith(`.${basename(path)}.`))",
      "if (name === basename(path))",
    ],
  ]),
];
