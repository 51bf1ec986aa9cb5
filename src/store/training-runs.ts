import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

export type RunStatus = "completed" | "failed" | "cancelled";

/** A file of the model's folder, as it was when the training wrote it. */
export interface RunArtifact {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What a training was told, what it chose and what came of it. It names no customer: an erasure does not look here. */
export interface TrainingRun {
  /** The job's. */
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the file that was learned from; null where that is not known. */
  readonly datasetSha256: string | null;
  readonly artifacts: readonly RunArtifact[];
  /** The model that was made; it may have been deleted since. */
  readonly modelId: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A run as it is found in the store. */
export interface KnownTrainingRun extends TrainingRun {
  /** When the tracking server had all of it, and under which id. Null where it has not. */
  readonly sent: { readonly at: number; readonly as: string } | null;
}

/** What runs are compared by. */
export type RunFigures = Pick<
  TrainingRun,
  "id" | "name" | "status" | "metrics" | "modelId" | "startedAt" | "endedAt"
>;

/** A run that the tracking server has not got. */
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
/** Rows that are read at once where all are wanted. */
const PAGE = 200;

/** The trainings that have ended, as they were. Every method but those of the sender takes the tenant first. */
export class TrainingRunRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds a run. False, and nothing is changed, where the tenant has one of this id. */
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

  /**
   * Those that ended last first, at most `limit`; those before the run `after` where one is given, none where that is
   * not there.
   */
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

  /** What all runs are compared by, those that ended last first. */
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

  /** Every run, the last first, read a page at a time. */
  *all(tenant: string): Generator<KnownTrainingRun> {
    for (let after: string | null = null; ; ) {
      const page: KnownTrainingRun[] = this.list(tenant, PAGE, after);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  }

  /**
   * Trainings of the pool, of all tenants, that have ended and have no run: those of an older release, or that ended
   * while nobody listened.
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

  /** Of all tenants' runs that the tracking server has not got, and that may be sent now, the one that ended first. */
  nextToSend(now: number): UnsentRun | null {
    const row = this.statements.one<StoredRun>(
      `SELECT ${KNOWN} FROM training_runs WHERE sent_at IS NULL AND not_before <= $now
       ORDER BY ended_at, tenant_id, id LIMIT 1`,
      { now },
    );
    return row && { tenant: row.tenant_id, run: toRun(row), tries: row.tries };
  }

  /** From now on the tracking server may know something of the run. False where it is gone. */
  begin(tenant: string, id: string): boolean {
    return this.#change(tenant, id, "is_begun = 1", {});
  }

  /** The tracking server has all of the run. False where it is gone. */
  sent(tenant: string, id: string, as: string, now: number): boolean {
    return this.#change(tenant, id, "sent_at = $now, sent_as = $as, reason = NULL", { now, as });
  }

  /** The tracking server has refused the run: it is set aside until `notBefore`, milliseconds since 1970. */
  refused(tenant: string, id: string, reason: string, notBefore: number): void {
    this.#change(tenant, id, "tries = tries + 1, reason = $reason, not_before = $notBefore", {
      reason,
      notBefore,
    });
  }

  /** How many runs of all tenants the tracking server has not got, and how many of them it has refused. */
  unsent(): { readonly waiting: number; readonly refused: number } {
    return this.statements.one<{ waiting: number; refused: number }>(
      `SELECT count(*) - count(reason) AS waiting, count(reason) AS refused FROM training_runs WHERE sent_at IS NULL`,
      {},
    )!;
  }

  /** Tenants that were erased after something of them had been sent. */
  erasedTenants(): string[] {
    return this.statements
      .all<{ tenant_id: string }>("SELECT tenant_id FROM tracking_erasures ORDER BY tenant_id", {})
      .map(({ tenant_id }) => tenant_id);
  }

  /** The tracking server has nothing of the erased tenant any more. */
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
