import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

export type RunStatus = "completed" | "failed" | "cancelled";

/** A file of the model's folder, as the training wrote it. */
export interface RunArtifact {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A training's settings, choices and results. It names no customers, so an erasure does not look here. */
export interface TrainingRun {
  /** The job's id. */
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The hash of the training's file; null if unknown. */
  readonly datasetSha256: string | null;
  readonly artifacts: readonly RunArtifact[];
  /** The new model, which may have been deleted since. */
  readonly modelId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A stored run. */
export interface KnownTrainingRun extends TrainingRun {
  /** When the tracking server had all of it, and under which id. Null if it does not. */
  readonly sent: { readonly at: number; readonly as: string } | null;
}

/** The fields to compare runs by. */
export type RunFigures = Pick<
  TrainingRun,
  "id" | "name" | "status" | "metrics" | "modelId" | "startedAt" | "endedAt"
>;

/** A run that the tracking server does not have. */
export interface UnsentRun {
  readonly tenant: string;
  readonly run: TrainingRun;
  /** How often the tracking server refused it. */
  readonly tries: number;
}

interface StoredRun {
  tenant_id: string;
  id: string;
  name: string;
  status: RunStatus;
  parameters: string;
  metrics: string;
  tags: string;
  dataset_sha256: string | null;
  artifacts: string;
  model_id: string | null;
  started_at: number;
  ended_at: number;
  sent_at: number | null;
  sent_as: string | null;
  tries: number;
}

const COLUMNS =
  "id, name, status, parameters, metrics, tags, dataset_sha256, artifacts, model_id, started_at, ended_at";
const KNOWN = `tenant_id, ${COLUMNS}, sent_at, sent_as, tries`;
/** How many rows to read at once if all are wanted. */
const PAGE = 200;

/** The records of finished trainings. Every method but the sender's takes the tenant first. */
export class TrainingRunRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds a run. Changes nothing and returns false if the tenant already has one with this id. */
  insert(tenant: string, run: TrainingRun): boolean {
    return this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, run.endedAt);
      const added = this.statements.run(
        `INSERT INTO training_runs (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $name, $status, $parameters, $metrics, $tags, $sha256, $artifacts, $model, $started, $ended)
         ON CONFLICT (tenant_id, id) DO NOTHING`,
        {
          tenant,
          id: run.id,
          name: run.name,
          status: run.status,
          parameters: JSON.stringify(run.parameters),
          metrics: JSON.stringify(run.metrics),
          tags: JSON.stringify(run.tags),
          sha256: run.datasetSha256,
          artifacts: JSON.stringify(run.artifacts),
          model: run.modelId,
          started: run.startedAt,
          ended: run.endedAt,
        },
      );
      return added > 0;
    });
  }

  find(tenant: string, id: string): KnownTrainingRun | null {
    const row = this.statements.one<StoredRun>(
      `SELECT ${KNOWN} FROM training_runs WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toKnown(row);
  }

  /** The last to end first, at most `limit`; those before the run `after` if given, none if that does not exist. */
  list(tenant: string, limit: number, after: string | null = null): KnownTrainingRun[] {
    const before =
      after === null
        ? ""
        : "AND (ended_at, id) < (SELECT ended_at, id FROM training_runs WHERE tenant_id = $tenant AND id = $after)";
    return this.statements
      .all<StoredRun>(
        `SELECT ${KNOWN} FROM training_runs WHERE tenant_id = $tenant ${before}
         ORDER BY ended_at DESC, id DESC LIMIT $limit`,
        { tenant, limit, ...(after !== null && { after }) },
      )
      .map(toKnown);
  }

  /** The fields to compare all runs by, the last to end first. */
  figures(tenant: string): RunFigures[] {
    return this.statements
      .all<Pick<StoredRun, "id" | "name" | "status" | "metrics" | "model_id" | "started_at" | "ended_at">>(
        `SELECT id, name, status, metrics, model_id, started_at, ended_at FROM training_runs
         WHERE tenant_id = $tenant ORDER BY ended_at DESC, id DESC`,
        { tenant },
      )
      .map(({ metrics, model_id, started_at, ended_at, ...row }) => ({
        ...row,
        metrics: JSON.parse(metrics),
        modelId: model_id,
        startedAt: started_at,
        endedAt: ended_at,
      }));
  }

  /** Every run, last first, read one page at a time. */
  *all(tenant: string): Generator<KnownTrainingRun> {
    for (let after: string | null = null; ; ) {
      const page: KnownTrainingRun[] = this.list(tenant, PAGE, after);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  }

  /**
   * The pool's trainings, of all tenants, that have ended without a run: those of an older release, or that ended while
   * nobody listened.
   */
  unrecorded(): { readonly tenant: string; readonly id: string }[] {
    return this.statements.all(
      `SELECT tenant_id AS tenant, id FROM jobs
       WHERE kind = 'training' AND status IN ('completed', 'failed', 'cancelled')
         AND NOT EXISTS (SELECT 1 FROM training_runs AS run WHERE run.tenant_id = jobs.tenant_id AND run.id = jobs.id)
         AND runnable = 1`,
      {},
    );
  }

  /** Of all tenants' runs that the tracking server does not have and that may be sent now, the first to end. */
  nextToSend(now: number): UnsentRun | null {
    const row = this.statements.one<StoredRun>(
      `SELECT ${KNOWN} FROM training_runs WHERE sent_at IS NULL AND not_before <= $now
       ORDER BY ended_at, tenant_id, id LIMIT 1`,
      { now },
    );
    return row && { tenant: row.tenant_id, run: toRun(row), tries: row.tries };
  }

  /** Records that the tracking server may now know of the run. False if it is gone. */
  begin(tenant: string, id: string): boolean {
    return this.#change(tenant, id, "is_begun = 1", {});
  }

  /** Records that the tracking server has all of the run. False if it is gone. */
  sent(tenant: string, id: string, as: string, now: number): boolean {
    return this.#change(tenant, id, "sent_at = $now, sent_as = $as, reason = NULL", { now, as });
  }

  /** The tracking server refused the run. Sets it aside until `notBefore`, milliseconds since 1970. */
  refused(tenant: string, id: string, reason: string, notBefore: number): void {
    this.#change(tenant, id, "tries = tries + 1, reason = $reason, not_before = $notBefore", {
      reason,
      notBefore,
    });
  }

  /** How many runs of all tenants the tracking server does not have, and how many of them it has refused. */
  unsent(): { readonly waiting: number; readonly refused: number } {
    return this.statements.one<{ waiting: number; refused: number }>(
      `SELECT count(*) - count(reason) AS waiting, count(reason) AS refused FROM training_runs WHERE sent_at IS NULL`,
      {},
    )!;
  }

  /** Tenants erased after something of theirs was sent. */
  erasedTenants(): string[] {
    return this.statements
      .all<{ tenant_id: string }>("SELECT tenant_id FROM tracking_erasures ORDER BY tenant_id", {})
      .map(({ tenant_id }) => tenant_id);
  }

  /** Records that the tracking server has nothing left of the erased tenant. */
  erasedThere(tenant: string): void {
    this.statements.run("DELETE FROM tracking_erasures WHERE tenant_id = $tenant", { tenant });
  }

  #change(tenant: string, id: string, set: string, values: Record<string, string | number>): boolean {
    return (
      this.statements.run(`UPDATE training_runs SET ${set} WHERE tenant_id = $tenant AND id = $id`, {
        tenant,
        id,
        ...values,
      }) > 0
    );
  }
}

function toRun(row: StoredRun): TrainingRun {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    parameters: JSON.parse(row.parameters),
    metrics: JSON.parse(row.metrics),
    tags: JSON.parse(row.tags),
    datasetSha256: row.dataset_sha256,
    artifacts: JSON.parse(row.artifacts),
    modelId: row.model_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

function toKnown(row: StoredRun): KnownTrainingRun {
  const { sent_at: at, sent_as: as } = row;
  return { ...toRun(row), sent: at === null || as === null ? null : { at, as } };
}
