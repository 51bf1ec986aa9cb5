import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** Above every id: a list's first page is what comes before it. */
const AFTER_EVERY_ID = "\u{10ffff}";

/** A recorded prediction, for one customer or for all. The API answers with `payload` and `result`. */
export interface PredictionRow {
  readonly id: string;
  readonly modelId: string;
  readonly payload: unknown;
  readonly result: unknown;
  /** Object key of a batch's CSV. */
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

/** How many rows to read at once if all are wanted. */
const PAGE = 500;
const COLUMNS = "id, model_id, payload, result, batch_file_url, label, created_at";

/** The tenants' recorded predictions. Every method takes the tenant first. */
export class PredictionRepository {
  constructor(private readonly statements: Statements) {}

  /** Throws if the tenant already has a prediction with this id. */
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

  /**
   * Newest first, at most `limit`, and older than the prediction `cursor` if given. Ids are UUIDv7, so they increase
   * with time.
   */
  list(tenant: string, limit: number, cursor: string | null): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions
         WHERE tenant_id = $tenant AND id < $cursor ORDER BY id DESC LIMIT $limit`,
        { tenant, cursor: cursor ?? AFTER_EVERY_ID, limit },
      )
      .map(toPrediction);
  }

  /** Every prediction, newest first, read one page at a time. */
  *all(tenant: string): Generator<PredictionRow> {
    for (let cursor: string | null = null; ; ) {
      const page: PredictionRow[] = this.list(tenant, PAGE, cursor);
      yield* page;
      if (page.length < PAGE) return;
      cursor = page.at(-1)!.id;
    }
  }

  /** The batch predictions, which have a file each. */
  batches(tenant: string): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions WHERE tenant_id = $tenant AND batch_file_url IS NOT NULL ORDER BY id`,
        { tenant },
      )
      .map(toPrediction);
  }

  /** The newest of them, newest first. */
  newestBatches(tenant: string, limit: number): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions
         WHERE tenant_id = $tenant AND batch_file_url IS NOT NULL ORDER BY id DESC LIMIT $limit`,
        { tenant, limit },
      )
      .map(toPrediction);
  }

  /** Deletes the predictions about a customer. Returns how many. */
  forgetCustomer(tenant: string, customerId: string): number {
    return this.statements.run(
      `DELETE FROM predictions
       WHERE tenant_id = $tenant AND customer_id = $customerId AND customer_id IS NOT NULL`,
      { tenant, customerId },
    );
  }

  setResult(tenant: string, id: string, result: unknown): void {
    this.statements.run("UPDATE predictions SET result = $result WHERE tenant_id = $tenant AND id = $id", {
      tenant,
      id,
      result: JSON.stringify(result),
    });
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
