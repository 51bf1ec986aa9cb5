import { BY_ORDERS } from "./newest-orders";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A file that a model was trained on. Wire format. */
export interface LearnedFile {
  readonly file_id: string;
  /** Its owner's name for it. */
  readonly name: string;
  /** The SHA-256 of its bytes at that time; null if unknown. */
  readonly sha256: string | null;
  /** What it added, if known. */
  readonly rows_read?: number;
  readonly rows_kept?: number;
  readonly rows_replaced?: number;
  readonly orders?: number;
  readonly first_order?: string | null;
  readonly last_order?: string | null;
}

/** A tenant's model. `metrics` is the flat map, `segments` the answer of `GET /segments`. */
export interface ModelRow {
  readonly id: string;
  readonly name: string;
  /** Object key of its folder, `tenants/{tenant}/models/{model}`. */
  readonly artifactPrefix: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly segments: readonly unknown[];
  /** The upload it was trained on. Null if it was not an upload. */
  readonly datasetId: string | null;
  /** The files of that data set, in reading order. */
  readonly files: readonly LearnedFile[];
  readonly jobId: string;
  /** The newest order it was trained on, milliseconds since 1970; null if unknown. */
  readonly asOf: number | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A stored model. */
export interface KnownModel extends ModelRow {
  /** How often its tables were rewritten. */
  readonly revision: number;
}

interface StoredModel {
  id: string;
  name: string;
  artifact_prefix: string;
  metrics: string;
  segments: string;
  dataset_id: string | null;
  files: string;
  job_id: string;
  as_of: number | null;
  created_at: number;
  revision: number;
}

const COLUMNS = "id, name, artifact_prefix, metrics, segments, dataset_id, files, job_id, as_of, created_at";

/** The tenants' models. Every method takes the tenant first. */
export class ModelRepository {
  constructor(private readonly statements: Statements) {}

  /** Throws if the tenant already has a model with this id. */
  insert(tenant: string, model: ModelRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, model.createdAt);
      this.statements.run(
        `INSERT INTO models (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $name, $prefix, $metrics, $segments, $dataset, $files, $job, $asOf, $created)`,
        {
          tenant,
          id: model.id,
          name: model.name,
          prefix: model.artifactPrefix,
          metrics: JSON.stringify(model.metrics),
          segments: JSON.stringify(model.segments),
          dataset: model.datasetId,
          files: JSON.stringify(model.files),
          job: model.jobId,
          asOf: model.asOf,
          created: model.createdAt,
        },
      );
    });
  }

  find(tenant: string, id: string): KnownModel | null {
    const row = this.statements.one<StoredModel>(
      `SELECT ${COLUMNS}, revision FROM models WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toModel(row);
  }

  /** Newest first. */
  list(tenant: string): KnownModel[] {
    return this.statements
      .all<StoredModel>(
        `SELECT ${COLUMNS}, revision FROM models WHERE tenant_id = $tenant ORDER BY created_at DESC, id DESC`,
        { tenant },
      )
      .map(toModel);
  }

  /** The model with the newest orders; among equals, the one trained last. Null if the tenant has no models. */
  newest(tenant: string): KnownModel | null {
    return this.byNewestOrders(tenant, 1)[0] ?? null;
  }

  /** Those with the newest orders first, at most `limit`. */
  byNewestOrders(tenant: string, limit: number): KnownModel[] {
    return this.statements
      .all<StoredModel>(
        `SELECT ${COLUMNS}, revision FROM models WHERE tenant_id = $tenant ORDER BY ${BY_ORDERS} LIMIT $limit`,
        { tenant, limit },
      )
      .map(toModel);
  }

  /** All tenants' models without a known age of their orders, with their tenants. */
  withoutAsOf(): { readonly tenant: string; readonly id: string; readonly artifactPrefix: string }[] {
    return this.statements.all(
      "SELECT tenant_id AS tenant, id, artifact_prefix AS artifactPrefix FROM models WHERE as_of IS NULL",
      {},
    );
  }

  /** Sets the date of a model's newest order, milliseconds since 1970. */
  setAsOf(tenant: string, id: string, asOf: number): void {
    this.statements.run("UPDATE models SET as_of = $asOf WHERE tenant_id = $tenant AND id = $id", {
      tenant,
      id,
      asOf,
    });
  }

  /** Records that the tables of all the tenant's models may have been rewritten. */
  revise(tenant: string): void {
    this.statements.run("UPDATE models SET revision = revision + 1 WHERE tenant_id = $tenant", { tenant });
  }

  /** Deletes the row, but not the folder, and stops it being the default if it was. False if there is no such model. */
  delete(tenant: string, id: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run(
        "UPDATE tenants SET default_model_id = NULL, default_is_chosen = 0 WHERE id = $tenant AND default_model_id = $id",
        { tenant, id },
      );
      return (
        this.statements.run("DELETE FROM models WHERE tenant_id = $tenant AND id = $id", { tenant, id }) > 0
      );
    });
  }
}

function toModel(row: StoredModel): KnownModel {
  return {
    id: row.id,
    name: row.name,
    artifactPrefix: row.artifact_prefix,
    metrics: JSON.parse(row.metrics),
    segments: JSON.parse(row.segments),
    datasetId: row.dataset_id,
    files: JSON.parse(row.files),
    jobId: row.job_id,
    asOf: row.as_of,
    createdAt: row.created_at,
    revision: row.revision,
  };
}
