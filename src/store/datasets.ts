import { type DatasetQuery, insertQuery } from "./dataset-queries";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** One file of a data set. */
export interface DatasetFile {
  /** What it holds: order lines, or one row per customer. */
  readonly kind: "orders" | "customers";
  /** The first file has the data set's id. */
  readonly id: string;
  /** The tenant's name for it. */
  readonly fileName: string;
  /** Its object key. */
  readonly path: string;
  /** The object key of the user's mapping of its columns. */
  readonly mappingPath: string | null;
  /** The user's word on its dates. */
  readonly dateOrder: "mdy" | "dmy" | "ymd" | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What the upload found in it, as the API answers. */
  readonly inspection: unknown;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

/** What models learn from: a growing list of files with order lines, and what the shop knows about its customers. */
export interface DatasetRow {
  readonly id: string;
  /** Its first file's. */
  readonly fileName: string;
  /** The name to give a training: the key of its first file, even after that file is removed. */
  readonly datasetPath: string;
  /** Order lines, in the order they were added; never empty. A query has one, which repeats the query. */
  readonly files: readonly DatasetFile[];
  /** Null if the order lines are those of the files. */
  readonly query: DatasetQuery | null;
  /** Files with one row per customer, in the order they were added. */
  readonly customerFiles: readonly DatasetFile[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A data set with its first file. */
export interface NewDataset
  extends Pick<DatasetRow, "id" | "fileName" | "datasetPath" | "createdAt">,
    Pick<DatasetFile, "mappingPath" | "sha256" | "sizeBytes" | "inspection"> {
  readonly query?: DatasetQuery | null;
}

interface StoredDataset {
  id: string;
  dataset_path: string;
  created_at: number;
  connection: string | null;
  query: string | null;
  ready_made: string | null;
}

interface StoredFile {
  id: string;
  kind: DatasetFile["kind"];
  dataset_id: string;
  file_name: string;
  path: string;
  mapping_path: string | null;
  date_order: DatasetFile["dateOrder"];
  sha256: string;
  size_bytes: number;
  inspection: string;
  added_at: number;
}

const COLUMNS = "id, dataset_path, created_at";
const FIND = `SELECT ${COLUMNS}, connection, query, ready_made FROM datasets
  LEFT JOIN dataset_queries AS asked ON asked.tenant_id = datasets.tenant_id AND asked.dataset_id = datasets.id
  WHERE datasets.tenant_id = $tenant`;
const FILE_COLUMNS =
  "id, kind, dataset_id, file_name, path, mapping_path, date_order, sha256, size_bytes, inspection, added_at";

/** The tenants' data sets and their files. Every method takes the tenant first. */
export class DatasetRepository {
  constructor(private readonly statements: Statements) {}

  /**
   * Adds a data set with its first file. Adds nothing and returns false if the tenant's files would then exceed
   * `quotaBytes`, so two simultaneous uploads cannot both take the remaining space.
   */
  insert(tenant: string, dataset: NewDataset, quotaBytes = Number.MAX_SAFE_INTEGER): boolean {
    return this.statements.transaction(() => {
      if (this.totalBytes(tenant) + keptBytes(dataset) > quotaBytes) return false;
      ensureTenant(this.statements, tenant, dataset.createdAt);
      const { id, datasetPath: path, createdAt: created } = dataset;
      this.statements.run(
        `INSERT INTO datasets (tenant_id, ${COLUMNS}) VALUES ($tenant, $id, $path, $created)`,
        { tenant, id, path, created },
      );
      if (dataset.query) insertQuery(this.statements, tenant, id, dataset.query);
      this.#insertFile(tenant, id, { ...dataset, kind: "orders", path, dateOrder: null, addedAt: created });
      return true;
    });
  }

  /** Adds a file to an existing data set. Adds nothing and returns false if that exceeds `quotaBytes`. */
  addFile(tenant: string, dataset: string, file: DatasetFile, quotaBytes = Number.MAX_SAFE_INTEGER): boolean {
    return this.statements.transaction(() => {
      if (this.totalBytes(tenant) + keptBytes(file) > quotaBytes) return false;
      this.#insertFile(tenant, dataset, file);
      return true;
    });
  }

  /** Puts back a data set that `delete` has just removed. */
  restore(tenant: string, dataset: DatasetRow): void {
    const { id, datasetPath: path, createdAt: created } = dataset;
    this.statements.transaction(() => {
      this.statements.run(
        `INSERT INTO datasets (tenant_id, ${COLUMNS}) VALUES ($tenant, $id, $path, $created)`,
        { tenant, id, path, created },
      );
      if (dataset.query) insertQuery(this.statements, tenant, id, dataset.query);
      for (const file of everyFile(dataset)) this.#insertFile(tenant, id, file);
    });
  }

  #insertFile(tenant: string, dataset: string, file: DatasetFile): void {
    this.statements.run(
      `INSERT INTO dataset_files (tenant_id, ${FILE_COLUMNS})
       VALUES ($tenant, $id, $kind, $dataset, $name, $path, $mapping, $order, $sha256, $size, $inspection, $added)`,
      {
        tenant,
        id: file.id,
        kind: file.kind,
        dataset,
        name: file.fileName,
        path: file.path,
        mapping: file.mappingPath,
        order: file.dateOrder,
        sha256: file.sha256,
        size: file.sizeBytes,
        inspection: JSON.stringify(file.inspection ?? null),
        added: file.addedAt,
      },
    );
  }

  find(tenant: string, id: string): DatasetRow | null {
    const row = this.statements.one<StoredDataset>(`${FIND} AND id = $id`, { tenant, id });
    return row && this.#withFiles(tenant, row);
  }

  /** The data set that an upload answered this `dataset_path` for. Null for a name that this tenant never got. */
  findByPath(tenant: string, datasetPath: string): DatasetRow | null {
    const row = this.statements.one<StoredDataset>(`${FIND} AND dataset_path = $path`, {
      tenant,
      path: datasetPath,
    });
    return row && this.#withFiles(tenant, row);
  }

  /** A file of any data set, of order lines or of customers. */
  findFile(tenant: string, id: string): DatasetFile | null {
    const row = this.statements.one<StoredFile>(
      `SELECT ${FILE_COLUMNS} FROM dataset_files WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toFile(row);
  }

  /** Whether an upload of this tenant answered with this `mapping_path`. */
  hasMapping(tenant: string, mappingPath: string): boolean {
    return (
      this.statements.one("SELECT 1 FROM dataset_files WHERE tenant_id = $tenant AND mapping_path = $path", {
        tenant,
        path: mappingPath,
      }) !== null
    );
  }

  /** Newest first. */
  list(tenant: string): DatasetRow[] {
    const files = Map.groupBy(
      this.statements.all<StoredFile>(
        `SELECT ${FILE_COLUMNS} FROM dataset_files WHERE tenant_id = $tenant ORDER BY dataset_id, added_at, id`,
        { tenant },
      ),
      ({ dataset_id }) => dataset_id,
    );
    return this.statements
      .all<StoredDataset>(`${FIND} ORDER BY created_at DESC, id DESC`, { tenant })
      .map((row) => toDataset(row, files.get(row.id) ?? []));
  }

  #withFiles(tenant: string, row: StoredDataset): DatasetRow {
    const files = this.statements.all<StoredFile>(
      `SELECT ${FILE_COLUMNS} FROM dataset_files WHERE tenant_id = $tenant AND dataset_id = $id ORDER BY added_at, id`,
      { tenant, id: row.id },
    );
    return toDataset(row, files);
  }

  /** What the tenant's files take up, with what is kept about them. */
  totalBytes(tenant: string): number {
    return this.statements.one<{ bytes: number }>(
      "SELECT coalesce(sum(size_bytes + octet_length(inspection)), 0) AS bytes FROM dataset_files WHERE tenant_id = $tenant",
      { tenant },
    )!.bytes;
  }

  /** Records a file's state after it was rewritten or inspected again; does nothing if there is no such row. */
  updateFile(
    tenant: string,
    { id, sha256, sizeBytes, inspection }: Pick<DatasetFile, "id" | "sha256" | "sizeBytes" | "inspection">,
  ): void {
    this.statements.run(
      `UPDATE dataset_files SET sha256 = $sha256, size_bytes = $size, inspection = $inspection
       WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id, sha256, size: sizeBytes, inspection: JSON.stringify(inspection ?? null) },
    );
  }

  /** Sets how to read a file. False if there is no such file. */
  setReading(
    tenant: string,
    id: string,
    { mappingPath, dateOrder }: Pick<DatasetFile, "mappingPath" | "dateOrder">,
  ): boolean {
    return (
      this.statements.run(
        "UPDATE dataset_files SET mapping_path = $path, date_order = $order WHERE tenant_id = $tenant AND id = $id",
        { tenant, id, path: mappingPath, order: dateOrder },
      ) > 0
    );
  }

  /**
   * Deletes a file's row, but not the file, and its data set's row with the last one of order lines. False if there is no
   * such row.
   */
  deleteFile(tenant: string, id: string): boolean {
    return this.statements.transaction(() => {
      const of = this.statements.one<{ dataset_id: string }>(
        "SELECT dataset_id FROM dataset_files WHERE tenant_id = $tenant AND id = $id",
        { tenant, id },
      );
      if (!of) return false;
      this.statements.run("DELETE FROM dataset_files WHERE tenant_id = $tenant AND id = $id", { tenant, id });
      this.statements.run(
        `DELETE FROM datasets WHERE tenant_id = $tenant AND id = $id AND NOT EXISTS
           (SELECT 1 FROM dataset_files WHERE tenant_id = $tenant AND dataset_id = $id AND kind = 'orders')`,
        { tenant, id: of.dataset_id },
      );
      return true;
    });
  }

  /** Deletes the rows of a data set and its files, but not the files. False if there is no such row. */
  delete(tenant: string, id: string): boolean {
    return (
      this.statements.run("DELETE FROM datasets WHERE tenant_id = $tenant AND id = $id", { tenant, id }) > 0
    );
  }
}

function keptBytes({ sizeBytes, inspection }: Pick<DatasetFile, "sizeBytes" | "inspection">): number {
  return sizeBytes + Buffer.byteLength(JSON.stringify(inspection ?? null));
}

/** All files of a data set, whatever they hold. */
export function everyFile({ files, customerFiles }: DatasetRow): readonly DatasetFile[] {
  return [...files, ...customerFiles];
}

function toDataset(row: StoredDataset, stored: readonly StoredFile[]): DatasetRow {
  const all = stored.map(toFile);
  const files = all.filter(({ kind }) => kind === "orders");
  return {
    id: row.id,
    fileName: files[0]!.fileName,
    datasetPath: row.dataset_path,
    files,
    query:
      row.connection === null
        ? null
        : { connection: row.connection, query: row.query, readyMade: row.ready_made },
    customerFiles: all.filter(({ kind }) => kind === "customers"),
    createdAt: row.created_at,
  };
}

function toFile(row: StoredFile): DatasetFile {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    path: row.path,
    mappingPath: row.mapping_path,
    dateOrder: row.date_order,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    inspection: JSON.parse(row.inspection),
    addedAt: row.added_at,
  };
}
