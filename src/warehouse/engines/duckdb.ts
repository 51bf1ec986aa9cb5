import { mkdtempSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type DuckDBConnection, DuckDBInstance, DuckDBTypeId, StatementType } from "@duckdb/node-api";
import { InputError, wordsOf } from "../../errors";
import type { WarehouseOf } from "../connections";
import type { ColumnKind, EngineBatch, EngineColumn } from "../engine";
import { asTable, type Driver, plainValue, whenAborted } from "./driver";

const DEFAULT_MEMORY = 2 * 1024 ** 3;
const PROGRESS_MS = 500;
/** An interrupt is lost on a statement that has not begun. */
const INTERRUPT_AGAIN_MS = 50;
const ANSWER = "temp.perennial_answer";
const ALL_OF = "SELECT * FROM ";
/** Neither the memory nor the temporary folder holds it. */
const NO_SPACE = /^Out of Memory Error/;

const KINDS: Readonly<Partial<Record<DuckDBTypeId, ColumnKind>>> = {
  [DuckDBTypeId.BOOLEAN]: "truth",
  ...Object.fromEntries(
    [
      ...[DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.BIGINT],
      ...[DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT, DuckDBTypeId.UINTEGER, DuckDBTypeId.UBIGINT],
      ...[DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT, DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE],
      DuckDBTypeId.DECIMAL,
    ].map((type) => [type, "number"]),
  ),
  [DuckDBTypeId.DATE]: "day",
  ...Object.fromEntries(
    [
      ...[DuckDBTypeId.TIMESTAMP, DuckDBTypeId.TIMESTAMP_S, DuckDBTypeId.TIMESTAMP_MS],
      ...[DuckDBTypeId.TIMESTAMP_NS, DuckDBTypeId.TIMESTAMP_TZ],
    ].map((type) => [type, "moment"]),
  ),
  ...{ [DuckDBTypeId.VARCHAR]: "text", [DuckDBTypeId.ENUM]: "text", [DuckDBTypeId.UUID]: "text" },
};

/** Opens a DuckDB file, or Parquet files in a folder of this machine or of a bucket. */
export async function openDuckdb(warehouse: WarehouseOf<"duckdb">): Promise<Driver> {
  const spill = mkdtempSync(join(tmpdir(), "perennial-duckdb-"));
  try {
    return await opened(warehouse, spill);
  } catch (error) {
    await rm(spill, { recursive: true, force: true });
    throw error;
  }
}

async function opened(warehouse: WarehouseOf<"duckdb">, spill: string): Promise<Driver> {
  const { path, bucket, memory_bytes = DEFAULT_MEMORY, threads } = warehouse;
  const isFile = bucket === undefined && statSync(path!, { throwIfNoEntry: false })?.isFile() === true;
  const instance = await DuckDBInstance.create(isFile ? path : ":memory:", {
    ...(isFile && { access_mode: "READ_ONLY" }),
    ...(threads && { threads: String(threads) }),
    memory_limit: `${Math.floor(memory_bytes / 1024)}KiB`,
    temp_directory: spill,
    ...{ autoinstall_known_extensions: "false", autoload_known_extensions: "false" },
    allow_community_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    // Without it, nothing tells how far a statement is.
    await connection.run("SET enable_progress_bar = true");
    await connection.run("SET enable_progress_bar_print = false");
    if (!isFile) await showFolder(connection, warehouse);
    // From here on, no statement reaches another file or host, or lifts this.
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    return new DuckdbDriver(instance, connection, spill);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/**
 * Names what lies in the folder: a view per folder or file in it, such as `orders` for `orders.parquet`, `orders/*` and
 * `orders/year=2026/*`, or `order_lines` if the folder itself is divided into `year=2026` and the like.
 */
async function showFolder(connection: DuckDBConnection, warehouse: WarehouseOf<"duckdb">): Promise<void> {
  const { bucket, path = "", endpoint } = warehouse;
  if (bucket !== undefined) await openBucket(connection, warehouse);
  const folder =
    bucket === undefined ? path : `s3://${[bucket, ...path.split("/")].filter(Boolean).join("/")}`;
  const found = await connection.runAndReadAll(`SELECT file FROM glob(${literal(`${folder}/**/*.parquet`)})`);
  const files = found.getRows().map(([file]) => relative(folder, String(file)));
  if (files.length === 0)
    throw new InputError(
      `There are no Parquet files in ${folder}${endpoint ? ` at ${endpoint}` : ""}, and it is no DuckDB file.`,
    );
  const views = new Map<string, string>();
  for (const file of files) {
    const [first = "", ...rest] = file.split("/");
    if (first.includes("=")) views.set("order_lines", "**/*.parquet");
    else if (rest.length > 0) views.set(first, `${first}/**/*.parquet`);
    else if (!views.has(first.slice(0, -".parquet".length)))
      views.set(first.slice(0, -".parquet".length), first);
  }
  await connection.run(`SET allowed_directories = [${literal(`${folder}/`)}]`);
  for (const [name, pattern] of views)
    await connection.run(
      `CREATE VIEW ${quoted(name)} AS SELECT * FROM read_parquet(${literal(`${folder}/${pattern}`)}, union_by_name = true)`,
    );
}

async function openBucket(connection: DuckDBConnection, warehouse: WarehouseOf<"duckdb">): Promise<void> {
  const { httpfs, endpoint, region, key_id, app_key, bucket } = warehouse;
  if (httpfs === undefined) await connection.run("INSTALL httpfs");
  await connection.run(`LOAD ${httpfs === undefined ? "httpfs" : literal(httpfs)}`);
  const { host, protocol } = new URL(endpoint!);
  const is = { key_id, secret: app_key, region, endpoint: host, url_style: "path", scope: `s3://${bucket}/` };
  const fields = Object.entries(is).map(([name, value]) => `${name} ${literal(value!)}`);
  await connection.run(
    `CREATE SECRET perennial_bucket (TYPE s3, ${fields.join(", ")}, use_ssl ${protocol === "https:"})`,
  );
}

class DuckdbDriver implements Driver {
  #kept = 0;

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly spill: string,
  ) {}

  async describe(query: string): Promise<readonly EngineColumn[]> {
    const prepared = await this.connection.prepare(asTable(query));
    return Array.from({ length: prepared.columnCount }, (_, column) => ({
      name: prepared.columnName(column),
      kind: KINDS[prepared.columnTypeId(column)] ?? "other",
      engineType: String(prepared.columnType(column)),
    }));
  }

  /**
   * An answer that DuckDB streams ends without a word where its query fails. So the whole answer is made first, on disk
   * where memory does not hold it, and then read.
   */
  async *run(
    statement: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): AsyncGenerator<EngineBatch> {
    using _ = interrupting(this.connection, signal);
    const rows = await this.#make(ANSWER, statement, signal, onProgress);
    try {
      yield* this.#answer(rows, signal);
    } finally {
      await this.#drop(ANSWER);
    }
  }

  /** Rows that memory does not hold lie in the temporary folder. */
  async keep(
    statement: string,
    _columns: unknown,
    mostRows: number,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<string | null> {
    using _ = interrupting(this.connection, signal);
    const table = `temp.perennial_kept_${++this.#kept}`;
    const query = ALL_OF + table;
    try {
      if ((await this.#make(table, statement, signal, onProgress)) <= mostRows) return query;
      await this.#drop(table);
    } catch (error) {
      if (signal.aborted || !NO_SPACE.test(wordsOf(error))) throw error;
    }
    return null;
  }

  async forget(kept: string): Promise<void> {
    await this.#drop(kept.slice(ALL_OF.length));
  }

  async #drop(table: string): Promise<void> {
    await this.connection.run(`DROP TABLE ${table}`).catch(() => {});
  }

  /** Makes a temporary table of what a statement selects. Gives the number of its rows. */
  async #make(
    table: string,
    statement: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<number> {
    signal.throwIfAborted();
    const { connection } = this;
    const statements = await connection.extractStatements(statement);
    const isOne = statements.count === 1;
    if (!isOne || (await statements.prepare(0)).statementType !== StatementType.SELECT)
      throw new InputError("Only one statement that selects can be run.");
    const clock = setInterval(() => onProgress(shareDone(connection)), PROGRESS_MS);
    const made = await connection
      .run(`CREATE TEMP TABLE ${table} AS ${statement}`)
      .finally(() => clearInterval(clock));
    return Number((await made.getRows())[0]![0]);
  }

  async *#answer(rows: number, signal: AbortSignal): AsyncGenerator<EngineBatch> {
    const answer = await this.connection.stream(`SELECT * FROM ${ANSWER}`);
    let read = 0;
    for (let chunk = await answer.fetchChunk(); chunk?.rowCount; chunk = await answer.fetchChunk()) {
      read += chunk.rowCount;
      yield { length: chunk.rowCount, columns: chunk.getColumns().map((values) => values.map(plainValue)) };
    }
    signal.throwIfAborted();
    if (read !== rows) throw new Error(`The answer ended after ${read} of ${rows} rows.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    await rm(this.spill, { recursive: true, force: true });
  }
}

function interrupting(connection: DuckDBConnection, signal: AbortSignal): Disposable {
  let again: Timer | undefined;
  const listening = whenAborted(signal, () => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  });
  return {
    [Symbol.dispose]: () => {
      clearInterval(again);
      listening[Symbol.dispose]();
    },
  };
}

/** 0 to 1. */
function shareDone({ progress }: DuckDBConnection): number {
  return Math.min(1, Math.max(0, progress.percentage / 100));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
