import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A model of a tenant. `metrics` is the flat map, `segments` what `GET /segments` answers. */
export interface ModelRow {
  readonly id: string;
  readonly name: string;
  /** Object key of its folder, `tenants/{tenant}/models/{model}`. */
  readonly artifactPrefix: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly segments: readonly unknown[];
  /** Of the upload it was learned from. Null where that was no upload. */
  readonly datasetId: string | null;
  readonly jobId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A model as it is found in the store. */
export interface KnownModel extends ModelRow {
  /** How often its tables were written anew. */
  readonly revision: number;
}

interface StoredModel {
  id: string;
  name: string;
  artifact_prefix: string;
  metrics: string;
  segments: string;
  dataset_id: string | null;
  job_id: string;
  created_at: number;
  revision: number;
}

const COLUMNS = "id, name, artifact_prefix, metrics, segments, dataset_id, job_id, created_at";

/** The models of the tenants. Every method takes the tenant first. */
export class ModelRepository {
  constructor(private readonly statements: Statements) {}

  /** Throws where the tenant has a model of this id. */
  insert(tenant: string, model: ModelRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, model.createdAt);
      this.statements.run(
        `INSERT INTO models (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $name, $prefix, $metrics, $segments, $dataset, $job, $created)`,
        {
          tenant,
          id: model.id,
          name: model.name,
          prefix: model.artifactPrefix,
          metrics: JSON.stringify(model.metrics),
          segments: JSON.stringify(model.segments),
          dataset: model.datasetId,
          job: model.jobId,
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

  /** Null where the tenant has no model. */
  newest(tenant: string): KnownModel | null {
    const row = this.statements.one<StoredModel>(
      `SELECT ${COLUMNS}, revision FROM models WHERE tenant_id = $tenant ORDER BY created_at DESC, id DESC LIMIT 1`,
      { tenant },
    );
    return row && toModel(row);
  }

  /** Counts that the tables of all the tenant's models may have been written anew. */
  revise(tenant: string): void {
    this.statements.run("UPDATE models SET revision = revision + 1 WHERE tenant_id = $tenant", { tenant });
  }

  /** Deletes the row, not the folder, and forgets that it was the default where it was. False where there is no such model. */
  delete(tenant: string, id: string): boolean {
    return this.statements.transaction(() => {
      this.statements.run(
        "UPDATE tenants SET default_model_id = NULL WHERE id = $tenant AND default_model_id = $id",
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
    jobId: row.job_id,
    createdAt: row.created_at,
    revision: row.revision,
  };
}
