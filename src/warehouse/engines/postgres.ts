import { type ReservedSQL, SQL } from "bun";
import type { WarehouseOf } from "../connections";
import type { ColumnKind, EngineBatch, EngineColumn } from "../engine";
import { asTable, batchOf, type Driver, plainValue, whenAborted, wholeNumberOf } from "./driver";

/** Rows of the first fetch, which shows how wide a row is, and bytes to fetch at once from then on. */
const FIRST_ROWS = 256;
const FETCH_BYTES = 4 * 1024 ** 2;
const MOST_ROWS = 20_000;
const CONNECT_SECONDS = 15;
/** How soon a server notices that we are gone. */
const GONE_MS = 10_000;

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
    await ask(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", signal);
    return session;
  }
}

/** By the protocol that takes one statement only: `unsafe` would send several at once. */
async function ask(session: ReservedSQL, text: string, signal: AbortSignal) {
  const strings = Object.defineProperty([text], "raw", { value: [text] }) as unknown as TemplateStringsArray;
  const query = session(strings).values();
  // Void: what a listener returns is awaited, and its failure would end the process.
  using _ = whenAborted(signal, () => void query.cancel());
  return (await query) as unknown as unknown[][] & { statement: { columns: unknown } };
}

/** About how many bytes a row takes. */
function widthOf(row: readonly unknown[] | undefined): number {
  return (row ?? []).reduce<number>(
    (sum, value) => sum + 16 + (typeof value === "string" ? value.length : 0),
    0,
  );
}
