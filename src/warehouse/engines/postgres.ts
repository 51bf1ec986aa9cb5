import { type ReservedSQL, SQL } from "bun";
import type { WarehouseOf } from "../connections";
import { postgres } from "../dialects/postgres";
import type { ColumnKind, EngineBatch, EngineColumn, ValueType } from "../engine";
import { asTable, batchOf, type Driver, plainValue, whenAborted, wholeNumberOf } from "./driver";
import { KeptTables } from "./kept-tables";

/** Rows of the first fetch, which shows how wide a row is, and bytes to fetch at once from then on. */
const FIRST_ROWS = 256;
const FETCH_BYTES = 4 * 1024 ** 2;
const MOST_ROWS = 20_000;
const CONNECT_SECONDS = 15;
/** How soon a server notices that we are gone. */
const GONE_MS = 10_000;

const BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/** SQLSTATEs of class 53: the disk is full, or a limit of temporary files is reached. */
const NO_SPACE = /^53/;
const TABLE_WORDS = {
  create: "CREATE TEMP TABLE",
  engine: "",
  table: (name: string) => `pg_temp.${name}`,
  types: { text: 'text COLLATE "C"', number: "double precision" },
  column: postgres.name,
};

const INT8 = 20;
/** Of pg_type: what the numbers of types mean does not change. */
const KINDS: Readonly<Record<number, ColumnKind>> = {
  16: "truth",
  ...{ 20: "number", 21: "number", 23: "number", 700: "number", 701: "number", 1700: "number" },
  1082: "day",
  ...{ 1114: "moment", 1184: "moment" },
  ...{ 18: "text", 19: "text", 25: "text", 1042: "text", 1043: "text", 2950: "text" },
};

/** What Bun's result knows of its columns. */
interface ResultColumn {
  readonly name: string;
  readonly type: number;
}

/**
 * PostgreSQL and what speaks its protocol: one connection and one read-only transaction, so that all statements see the
 * same rows. Bun.sql keeps whole answers in memory, so that rows are fetched from a cursor.
 */
export class PostgresDriver implements Driver {
  #client: SQL | null = null;
  #session: Promise<ReservedSQL> | null = null;
  #cursors = 0;
  /** None: this role or this server has no temporary tables. */
  #kept: KeptTables | "none" | null = null;

  constructor(
    private readonly warehouse: WarehouseOf<"postgres">,
    private readonly mostSeconds: number,
  ) {}

  async describe(query: string, signal: AbortSignal): Promise<readonly EngineColumn[]> {
    const { statement } = await this.#ask(`${asTable(query)} LIMIT 0`, signal);
    const columns = statement.columns as ResultColumn[];
    const words = await this.#words([...new Set(columns.map(({ type }) => type))], signal);
    return columns.map(({ name, type }) => {
      const { word, isWords } = words.get(type) ?? { word: `type ${type}`, isWords: false };
      return { name, kind: KINDS[type] ?? (isWords ? "text" : "other"), engineType: word };
    });
  }

  async *run(statement: string, signal: AbortSignal): AsyncGenerator<EngineBatch> {
    const cursor = `perennial_${++this.#cursors}`;
    await this.#ask(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${statement}`, signal);
    let rows = FIRST_ROWS;
    for (;;) {
      const result = await this.#ask(`FETCH FORWARD ${rows} FROM ${cursor}`, signal);
      if (result.length === 0) break;
      const types = (result.statement.columns as ResultColumn[]).map(({ type }) => type);
      yield batchOf(result, types.length, (value, column) =>
        types[column] === INT8 ? wholeNumberOf(value) : plainValue(value),
      );
      if (result.length < rows) break;
      rows = Math.min(MOST_ROWS, Math.max(1, Math.floor(FETCH_BYTES / widthOf(result[0]))));
    }
    await this.#ask(`CLOSE ${cursor}`, signal);
  }

  /**
   * A transaction that reads only may fill a temporary table, but not make one. So the tables are made between two
   * transactions, before the first rows are kept: what was asked until then only told what the columns are.
   */
  async keep(
    statement: string,
    columns: Readonly<Record<string, ValueType>>,
    mostRows: number,
    signal: AbortSignal,
  ): Promise<string | null> {
    this.#kept ??= await this.#makeTables(signal);
    const kept = this.#kept === "none" ? null : this.#kept.take(columns, statement, mostRows);
    if (kept === null) return null;
    await this.#ask("SAVEPOINT perennial_keep", signal);
    try {
      const { count } = await this.#ask(kept.fill, signal);
      if (count <= mostRows) {
        await this.#ask("RELEASE SAVEPOINT perennial_keep", signal);
        // Without it, plans would be made for a few rows.
        await this.#ask(`ANALYZE ${kept.table}`, signal);
        return kept.query;
      }
    } catch (error) {
      if (signal.aborted || !NO_SPACE.test(String((error as { errno?: unknown }).errno))) throw error;
    }
    await this.#ask("ROLLBACK TO SAVEPOINT perennial_keep", signal);
    return null;
  }

  async #makeTables(signal: AbortSignal): Promise<KeptTables | "none"> {
    const tables = new KeptTables(TABLE_WORDS);
    await this.#ask("COMMIT", signal);
    let mayKeep = true;
    for (const statement of tables.statements)
      if (mayKeep)
        await this.#ask(statement, signal).catch(() => {
          mayKeep = false;
        });
    await this.#ask(BEGIN, signal);
    return mayKeep ? tables : "none";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client?.close({ timeout: 0 });
  }

  /** The words for types, and which are texts of the owner's making, such as enums. */
  async #words(types: readonly number[], signal: AbortSignal) {
    const rows = await this.#ask(
      `SELECT oid::int8, format_type(oid, NULL), typcategory IN ('S', 'E') FROM pg_type WHERE oid IN (${types.join(", ") || 0})`,
      signal,
    );
    return new Map(
      [...rows].map(([type, word, isWords]) => [
        Number(type),
        { word: String(word), isWords: isWords === true },
      ]),
    );
  }

  async #ask(text: string, signal: AbortSignal) {
    signal.throwIfAborted();
    this.#session ??= this.#begin(signal);
    const session = await this.#session;
    signal.throwIfAborted();
    return ask(session, text, signal);
  }

  async #begin(signal: AbortSignal): Promise<ReservedSQL> {
    const { host, port = 5432, database, user, password, tls = "verify", ca } = this.warehouse;
    this.#client = new SQL({
      ...{ adapter: "postgres", hostname: host, port, database, username: user },
      ...(password !== undefined && { password }),
      ...(tls !== "off" && { tls: { rejectUnauthorized: tls === "verify", ...(ca && { ca }) } }),
      // Without a name, a prepared statement ends with the next one.
      ...{ max: 1, prepare: false, idleTimeout: 0, maxLifetime: 0, connectionTimeout: CONNECT_SECONDS },
    });
    const session = await this.#client.reserve();
    const ms = 1000 * this.mostSeconds;
    await ask(session, `SET statement_timeout = ${ms}`, signal);
    await ask(session, "SET TIME ZONE 'UTC'", signal);
    // Not every engine that speaks the protocol knows these.
    for (const setting of [
      `idle_in_transaction_session_timeout = ${ms}`,
      `client_connection_check_interval = ${GONE_MS}`,
      // All rows will be fetched.
      "cursor_tuple_fraction = 1",
      "extra_float_digits = 3",
    ])
      await ask(session, `SET ${setting}`, signal).catch(() => {});
    signal.throwIfAborted();
    await ask(session, BEGIN, signal);
    return session;
  }
}

/** By the protocol that takes one statement only: `unsafe` would send several at once. */
async function ask(session: ReservedSQL, text: string, signal: AbortSignal) {
  const strings = Object.defineProperty([text], "raw", { value: [text] }) as unknown as TemplateStringsArray;
  const query = session(strings).values();
  // Void: what a listener returns is awaited, and its failure would end the process.
  using _ = whenAborted(signal, () => void query.cancel());
  return (await query) as unknown as unknown[][] & { statement: { columns: unknown }; count: number };
}

/** About how many bytes a row takes. */
function widthOf(row: readonly unknown[] | undefined): number {
  return (row ?? []).reduce<number>(
    (sum, value) => sum + 16 + (typeof value === "string" ? value.length : 0),
    0,
  );
}
