import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** A file that a tenant has uploaded. */
export interface DatasetRow {
  readonly id: string;
  /** As the tenant calls it. */
  readonly fileName: string;
  /** Its object key; the name that the upload answered with and that a training is asked for by. */
  readonly datasetPath: string;
  /** Object key of the mapping that came with it. */
  readonly mappingPath: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What the upload saw in it, as the API answers it. */
  readonly inspection: unknown;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

interface StoredDataset {
  id: string;
  file_name: string;
  dataset_path: string;
  mapping_path: string | null;
  sha256: string;
  size_bytes: number;
  inspection: string;
  created_at: number;
}

const COLUMNS = "id, file_name, dataset_path, mapping_path, sha256, size_bytes, inspection, created_at";

/** The uploaded files of the tenants. Every method takes the tenant first. */
export class DatasetRepository {
  constructor(private readonly statements: Statements) {}

  /**
   * Adds a file. False, and nothing is added, where the tenant's files would then be larger than `quotaBytes` together: two
   * uploads at a time cannot both take what is left.
   */
  insert(tenant: string, dataset: DatasetRow, quotaBytes = Number.MAX_SAFE_INTEGER): boolean {
    return this.statements.transaction(() => {
      if (this.totalBytes(tenant) + dataset.sizeBytes > quotaBytes) return false;
      ensureTenant(this.statements, tenant, dataset.createdAt);
      this.statements.run(
        `INSERT INTO datasets (tenant_id, ${COLUMNS})
         VALUES ($tenant, $id, $name, $path, $mapping, $sha256, $size, $inspection, $created)`,
        {
          tenant,
          id: dataset.id,
          name: dataset.fileName,
          path: dataset.datasetPath,
          mapping: dataset.mappingPath,
          sha256: dataset.sha256,
          size: dataset.sizeBytes,
          inspection: JSON.stringify(dataset.inspection ?? null),
          created: dataset.createdAt,
        },
      );
      return true;
    });
  }

  find(tenant: string, id: string): DatasetRow | null {
    const row = this.statements.one<StoredDataset>(
      `SELECT ${COLUMNS} FROM datasets WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toDataset(row);
  }

  /** The file whose upload answered with this `dataset_path`. Null for a name that this tenant was never given. */
  findByPath(tenant: string, datasetPath: string): DatasetRow | null {
    const row = this.statements.one<StoredDataset>(
      `SELECT ${COLUMNS} FROM datasets WHERE tenant_id = $tenant AND dataset_path = $path`,
      { tenant, path: datasetPath },
    );
    return row && toDataset(row);
  }

  /** Whether an upload of this tenant answered with this `mapping_path`. */
  hasMapping(tenant: string, mappingPath: string): boolean {
    return (
      this.statements.one("SELECT 1 FROM datasets WHERE tenant_id = $tenant AND mapping_path = $path", {
        tenant,
        path: mappingPath,
      }) !== null
    );
  }

  /** Newest first. */
  list(tenant: string): DatasetRow[] {
    return this.statements
      .all<StoredDataset>(
        `SELECT ${COLUMNS} FROM datasets WHERE tenant_id = $tenant ORDER BY created_at DESC, id DESC`,
        { tenant },
      )
      .map(toDataset);
  }

  /** Size of the tenant's files together. */
  totalBytes(tenant: string): number {
    return this.statements.one<{ bytes: number }>(
      "SELECT coalesce(sum(size_bytes), 0) AS bytes FROM datasets WHERE tenant_id = $tenant",
      { tenant },
    )!.bytes;
  }

  /** Writes down how a file is after it was written anew; nothing where there is no such row. */
  update(
    tenant: string,
    { id, sha256, sizeBytes, inspection }: Pick<DatasetRow, "id" | "sha256" | "sizeBytes" | "inspection">,
  ): void {
    this.statements.run(
      `UPDATE datasets SET sha256 = $sha256, size_bytes = $size, inspection = $inspection
       WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id, sha256, size: sizeBytes, inspection: JSON.stringify(inspection ?? null) },
    );
  }

  /** Says under which key the file's mapping lies. False where there is no such file. */
  setMapping(tenant: string, id: string, mappingPath: string): boolean {
    return (
      this.statements.run("UPDATE datasets SET mapping_path = $path WHERE tenant_id = $tenant AND id = $id", {
        tenant,
        id,
        path: mappingPath,
      }) > 0
    );
  }

  /** Deletes the row, not the file. False where there is no such row. */
  delete(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM datasets WHERE tenant_id = $tenant AND id = $id", { tenant, id }) > 0
    );
  }
}

function toDataset(row: StoredDataset): DatasetRow {
  return {
    id: row.id,
    fileName: row.file_name,
    datasetPath: row.dataset_path,
    mappingPath: row.mapping_path,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    inspection: JSON.parse(row.inspection),
    createdAt: row.created_at,
  };
}
