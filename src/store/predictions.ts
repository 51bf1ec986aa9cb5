import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Above every id: the first page of a listing is what comes before it. */
const AFTER_EVERY_ID = "\u{10ffff}";

/** A recorded prediction, of one customer or of all. `payload` and `result` are what the API answers with. */
export interface PredictionRow {
  readonly id: string;
  readonly modelId: string;
  readonly payload: unknown;
  readonly result: unknown;
  /** Object key of the CSV of a batch. */
  readonly batchFileUrl: string | null;
  readonly label: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface StoredPrediction {
  id: string;
  model_id: string;
  payload: string;
  result: string;
  batch_file_url: string | null;
  label: string | null;
  created_at: number;
}

const COLUMNS = "id, model_id, payload, result, batch_file_url, label, created_at";

/** The recorded predictions of the tenants. Every method takes the tenant first. */
export class PredictionRepository {
  constructor(private readonly statements: Statements) {}

  /** Throws where the tenant has a prediction of this id. */
  insert(tenant: string, row: PredictionRow): void {
    this.statements.transaction(() => {
      ensureTenant(this.statements, tenant, row.createdAt);
      this.statements.run(
        `INSERT INTO predictions (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $model, $payload, $result, $file, $label, $created)`,
        {
          tenant,
          id: row.id,
          model: row.modelId,
          payload: JSON.stringify(row.payload),
          result: JSON.stringify(row.result),
          file: row.batchFileUrl,
          label: row.label,
          created: row.createdAt,
        },
      );
    });
  }

  find(tenant: string, id: string): PredictionRow | null {
    const row = this.statements.one<StoredPrediction>(
      `SELECT ${COLUMNS} FROM predictions WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toPrediction(row);
  }

  /** Newest first, at most `limit`, older than the prediction `cursor` where one is given. Ids are UUIDv7: they rise with time. */
  list(tenant: string, limit: number, cursor: string | null): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions
         WHERE tenant_id = $tenant AND id < $cursor ORDER BY id DESC LIMIT $limit`,
        { tenant, cursor: cursor ?? AFTER_EVERY_ID, limit },
      )
      .map(toPrediction);
  }

  setLabel(tenant: string, id: string, label: string): boolean {
    return (
      this.statements.run("UPDATE predictions SET label = $label WHERE tenant_id = $tenant AND id = $id", {
        tenant,
        id,
        label,
      }) > 0
    );
  }

  delete(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM predictions WHERE tenant_id = $tenant AND id = $id", { tenant, id }) >
      0
    );
  }
}

function toPrediction(row: StoredPrediction): PredictionRow {
  return {
    id: row.id,
    modelId: row.model_id,
    payload: JSON.parse(row.payload),
    result: JSON.parse(row.result),
    batchFileUrl: row.batch_file_url,
    label: row.label,
    createdAt: row.created_at,
  };
}
