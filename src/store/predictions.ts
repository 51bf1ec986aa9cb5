import { timeOfId } from "../time";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

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

/** Where a prediction stands in the list. */
interface Place {
  readonly created: number;
  readonly id: string;
}

const NEWEST: Place = { created: Number.MAX_SAFE_INTEGER, id: "" };

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

  /** Newest first, at most `limit`, and older than the prediction `cursor` if given, even if that was deleted. */
  list(tenant: string, limit: number, cursor: string | null): PredictionRow[] {
    return this.#before(tenant, limit, cursor === null ? NEWEST : this.#placeOf(tenant, cursor));
  }

  #before(tenant: string, limit: number, { created, id }: Place): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions WHERE tenant_id = $tenant AND (created_at, id) < ($created, $id)
         ORDER BY created_at DESC, id DESC LIMIT $limit`,
        { tenant, limit, created, id },
      )
      .map(toPrediction);
  }

  #placeOf(tenant: string, id: string): Place {
    const row = this.statements.one<{ created: number }>(
      "SELECT created_at AS created FROM predictions WHERE tenant_id = $tenant AND id = $id",
      { tenant, id },
    );
    return { id, created: row?.created ?? timeOfId(id) };
  }

  /** Every prediction, newest first, read one page at a time. */
  *all(tenant: string): Generator<PredictionRow> {
    for (let place = NEWEST; ; ) {
      const page = this.#before(tenant, PAGE, place);
      yield* page;
      const end = page.at(-1);
      if (!end || page.length < PAGE) return;
      place = { created: end.createdAt, id: end.id };
    }
  }

  /** The batch predictions, which have a file each. */
  batches(tenant: string): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions WHERE tenant_id = $tenant AND batch_file_url IS NOT NULL
         ORDER BY created_at, id`,
        { tenant },
      )
      .map(toPrediction);
  }

  /** The newest of them, newest first. */
  newestBatches(tenant: string, limit: number): PredictionRow[] {
    return this.statements
      .all<StoredPrediction>(
        `SELECT ${COLUMNS} FROM predictions
         WHERE tenant_id = $tenant AND batch_file_url IS NOT NULL
         ORDER BY created_at DESC, id DESC LIMIT $limit`,
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
