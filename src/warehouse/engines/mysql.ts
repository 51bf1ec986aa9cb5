import { type Connection, type ConnectionOptions, createConnection, type FieldPacket } from "mysql2";
import type { WarehouseOf } from "../connections";
import { mysql } from "../dialects/mysql";
import type { ColumnKind, EngineBatch, EngineColumn, EngineValue, ValueType } from "../engine";
import { asTable, batchOf, type Driver, whenAborted, wholeNumberOf } from "./driver";
import { KeptTables } from "./kept-tables";

const BATCH_ROWS = 2000;
/** Rows that wait in memory before the server has to. */
const ROWS_AHEAD = 500;
const CONNECT_MS = 15_000;
const KILL_AGAIN_MS = 500;
/** The protocol's number for bytes without a character set. */
const BINARY = 63;
const UNKNOWN_VARIABLE = "ER_UNKNOWN_SYSTEM_VARIABLE";
const BEGIN = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";
const NO_SPACE = ["ER_RECORD_FILE_FULL", "ER_DISK_FULL"];
const TABLE_WORDS = {
  create: "CREATE TEMPORARY TABLE",
  engine: " ENGINE=Aria TRANSACTIONAL=0",
  table: (name: string) => name,
  types: { text: "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", number: "DOUBLE" },
  column: mysql.name,
};

/** The protocol's types; an unknown one can be cast to text. */
const TYPES: Readonly<Record<number, readonly [ColumnKind, string]>> = {
  ...{ 0: ["number", "decimal"], 246: ["number", "decimal"] },
  ...{ 1: ["number", "tinyint"], 2: ["number", "smallint"], 3: ["number", "int"] },
  ...{ 8: ["number", "bigint"], 9: ["number", "mediumint"], 13: ["number", "year"] },
  ...{ 4: ["number", "float"], 5: ["number", "double"] },
  ...{ 6: ["text", "null"], 15: ["text", "varchar"], 253: ["text", "varchar"], 254: ["text", "char"] },
  ...{ 252: ["text", "text"], 247: ["text", "enum"], 248: ["text", "set"] },
  ...{ 10: ["day", "date"], 7: ["moment", "timestamp"], 12: ["moment", "datetime"] },
  ...{ 11: ["other", "time"], 16: ["other", "bit"], 245: ["other", "json"], 255: ["other", "geometry"] },
};
const TEXTS = [15, 252, 253, 254];
const WHOLE = ["TINY", "SHORT", "LONG", "LONGLONG", "INT24", "YEAR"];
const FLOATS = ["FLOAT", "DOUBLE"];

/**
 * MySQL and MariaDB: one connection and one read-only transaction with a consistent snapshot. Bun.sql keeps whole
 * answers in memory, and the protocol has no cursors for queries; mysql2 reads row by row and makes the server wait.
 */
export class MysqlDriver implements Driver {
  #connection: Promise<Connection> | null = null;
  #lost: Error | null = null;
  /** None: this user or this server has no temporary tables that will do. */
  #kept: KeptTables | "none" | null = null;

  constructor(
    private readonly warehouse: WarehouseOf<"mysql">,
    private readonly mostSeconds: number,
  ) {}

  async describe(query: string, signal: AbortSignal): Promise<readonly EngineColumn[]> {
    const connection = await this.#opened(signal);
    const { fields } = await ask(connection, `${asTable(query)} LIMIT 0`);
    return fields.map(({ name, columnType = -1, characterSet }) => {
      const isBinary = TEXTS.includes(columnType) && characterSet === BINARY;
      const [kind, engineType] = isBinary ? (["other", "binary"] as const) : (TYPES[columnType] ?? UNKNOWN);
      return { name, kind, engineType };
    });
  }

  async *run(statement: string, signal: AbortSignal): AsyncGenerator<EngineBatch> {
    const connection = await this.#opened(signal);
    const query = connection.query({ sql: statement, rowsAsArray: true, typeCast: cellOf });
    const rows = query.stream({ highWaterMark: ROWS_AHEAD });
    // Else the stream would wait forever: mysql2 tells the connection, not the query.
    const fail = (error: Error) => rows.destroy(error);
    connection.on("error", fail);
    const stopping = new Stopping(this.warehouse, connection);
    using _ = whenAborted(signal, () => stopping.begin(fail));
    let isOver = false;
    try {
      let batch: unknown[][] = [];
      for await (const row of rows as AsyncIterable<unknown[]>) {
        batch.push(row);
        if (batch.length < BATCH_ROWS) continue;
        yield batchOf(batch, row.length);
        batch = [];
      }
      isOver = true;
      if (batch.length > 0) yield batchOf(batch, batch[0]!.length);
    } catch (error) {
      isOver = true;
      throw error;
    } finally {
      connection.off("error", fail);
      // Whoever reads no further ends the statement, too; the rest of the answer would be in the way of the next one.
      if (!isOver) await this.#close(stopping);
    }
  }

  /**
   * For MariaDB, whose statements may read a temporary table twice; MySQL's may not. The rows are taken at READ COMMITTED:
   * one statement is one view of the data in any case, and at any other level it would lock what it reads. So only the
   * first statement after the tables are made may read anything but kept rows.
   */
  async keep(
    statement: string,
    columns: Readonly<Record<string, ValueType>>,
    mostRows: number,
    signal: AbortSignal,
  ): Promise<string | null> {
    const connection = await this.#opened(signal);
    this.#kept ??= await makeTables(connection);
    const kept = this.#kept === "none" ? null : this.#kept.take(columns, statement, mostRows);
    if (kept === null) {
      this.#kept = "none";
      return null;
    }
    const stopping = new Stopping(this.warehouse, connection);
    using _ = whenAborted(signal, () => stopping.begin(() => {}));
    let rows = mostRows + 1;
    try {
      await ask(connection, "COMMIT");
      await ask(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
      await ask(connection, "START TRANSACTION READ ONLY");
      rows = (await ask(connection, kept.fill)).changed;
    } catch (error) {
      if (signal.aborted || !NO_SPACE.includes(String((error as { code?: unknown }).code))) throw error;
    }
    await ask(connection, "COMMIT");
    await ask(connection, BEGIN);
    if (rows <= mostRows) return kept.query;
    this.#kept = "none";
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const connection = await this.#connection?.catch(() => null);
    connection?.destroy();
  }

  async #close(stopping: Stopping): Promise<void> {
    stopping.begin(() => {});
    await stopping.ended;
    this.#lost ??= new Error("The answer was not read to its end, and the connection was closed");
    await this[Symbol.asyncDispose]();
  }

  async #opened(signal: AbortSignal): Promise<Connection> {
    signal.throwIfAborted();
    if (this.#lost) throw this.#lost;
    this.#connection ??= this.#begin();
    const connection = await this.#connection;
    signal.throwIfAborted();
    return connection;
  }

  async #begin(): Promise<Connection> {
    const connection = await connected(this.warehouse);
    connection.on("error", (error) => {
      this.#lost ??= error;
    });
    const most = this.mostSeconds;
    // MySQL's and MariaDB's words for the same limit.
    await askIfKnown(connection, `SET SESSION max_execution_time = ${most * 1000}`);
    await askIfKnown(connection, `SET SESSION max_statement_time = ${most}`);
    // The server waits for us while we work on what it has sent.
    await ask(connection, `SET SESSION net_write_timeout = ${most}`);
    await ask(connection, "SET SESSION time_zone = '+00:00', sql_mode = ''");
    // Every collation and every statement mean the same on each server.
    await ask(connection, "SET NAMES utf8mb4");
    await ask(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    await ask(connection, BEGIN);
    return connection;
  }
}

const UNKNOWN = ["other", "unknown"] as const;

/** Ends a statement over another connection, and then the connection. */
class Stopping {
  ended: Promise<void> = Promise.resolve();
  #hasBegun = false;

  constructor(
    private readonly warehouse: WarehouseOf<"mysql">,
    private readonly connection: Connection,
  ) {}

  /** `stopped` gets to know once the statement has ended, or cannot be reached. */
  begin(stopped: (error: Error) => void): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.ended = this.#kill().then(
      () => stopped(new Error("The statement was stopped")),
      (error) => stopped(error),
    );
  }

  /** Until the server no longer knows the connection: a kill of a statement that has not begun yet is lost. */
  async #kill(): Promise<void> {
    const { threadId } = this.connection;
    const other = await connected(this.warehouse);
    other.on("error", () => {});
    try {
      for (;;) {
        try {
          await ask(other, `KILL ${threadId}`);
        } catch (error) {
          if ((error as { code?: string }).code === "ER_NO_SUCH_THREAD") return;
          throw error;
        }
        await Bun.sleep(KILL_AGAIN_MS);
      }
    } finally {
      other.destroy();
      this.connection.destroy();
    }
  }
}

function connected({
  host,
  port = 3306,
  database,
  user,
  password,
  tls = "verify",
  ca,
}: WarehouseOf<"mysql">): Promise<Connection> {
  const isVerified = tls === "verify";
  const options: ConnectionOptions = {
    ...{ host, port, database, user, charset: "utf8mb4", connectTimeout: CONNECT_MS },
    ...(password !== undefined && { password }),
    ...(tls !== "off" && {
      ssl: { rejectUnauthorized: isVerified, verifyIdentity: isVerified, ...(ca && { ca }) },
    }),
    ...{ multipleStatements: false, dateStrings: true, disableEval: true },
  };
  return new Promise((resolve, reject) => {
    const connection = createConnection(options);
    connection.once("error", reject);
    connection.connect((error) => {
      connection.off("error", reject);
      if (error) reject(error);
      else resolve(connection);
    });
  });
}

/** The temporary tables of a connection, none if it may have none. */
async function makeTables(connection: Connection): Promise<KeptTables | "none"> {
  const [[version]] = (await ask(connection, "SELECT VERSION()")).rows as [[unknown]];
  if (!/mariadb/i.test(String(version))) return "none";
  const tables = new KeptTables(TABLE_WORDS);
  try {
    await ask(connection, "COMMIT");
    for (const statement of tables.statements) await ask(connection, statement);
    return tables;
  } catch {
    await ask(connection, BEGIN);
    return "none";
  }
}

interface Asked {
  readonly fields: readonly FieldPacket[];
  readonly rows: readonly unknown[];
  /** Rows that the statement wrote. */
  readonly changed: number;
}

function ask(connection: Connection, sql: string): Promise<Asked> {
  return new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.query({ sql, rowsAsArray: true }, (error, answer, fields) => {
      connection.off("error", reject);
      if (error) reject(error);
      else
        resolve({
          fields: fields ?? [],
          rows: Array.isArray(answer) ? answer : [],
          changed: (answer as { affectedRows?: number }).affectedRows ?? 0,
        });
    });
  });
}

async function askIfKnown(connection: Connection, sql: string): Promise<void> {
  try {
    await ask(connection, sql);
  } catch (error) {
    if ((error as { code?: string }).code !== UNKNOWN_VARIABLE) throw error;
  }
}

/** A cell from the text in which the server sends it. */
function cellOf(field: { type: string; string(encoding?: string): string | null }): EngineValue {
  const text = field.string("utf8");
  if (text === null) return null;
  if (WHOLE.includes(field.type)) return wholeNumberOf(text);
  return FLOATS.includes(field.type) ? Number(text) : text;
}
