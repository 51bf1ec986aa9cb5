import { InputError, UserError, wordsOf } from "../errors";
import { secretsOf, type Warehouse } from "./connections";
import {
  type Engine,
  type EngineBatch,
  type EngineColumn,
  type RunOptions,
  type ValueType,
  WarehouseLostError,
} from "./engine";
import type { Driver } from "./engines/driver";
import { theQuery } from "./the-query";

const DEFAULT_SECONDS = 3600;
/** Where DuckDB begins to show its place in the statement, which is ours and not the user's. */
const WHERE = /\n+LINE \d+:/;
const LONGEST_WORDS = 500;
/** About what a cell of a temporary table takes. */
const CELL_BYTES = 24;
const DEFAULT_BYTES = 16 * 1024 ** 3;

/**
 * Opens a warehouse, read only; `name` is the operator's for it. The engine's library is loaded now, and the connection
 * made with the first statement. Statements end at the limits of the connection. An engine that has failed is closed,
 * not asked again: its snapshot is gone.
 */
export async function openEngine(name: string, warehouse: Warehouse): Promise<Engine> {
  try {
    return new LimitedEngine(name, warehouse, await driverOf(warehouse));
  } catch (error) {
    throw inWords(name, warehouse, error);
  }
}

async function driverOf(warehouse: Warehouse): Promise<Driver> {
  switch (warehouse.kind) {
    case "postgres": {
      const { PostgresDriver } = await import("./engines/postgres");
      return new PostgresDriver(warehouse, secondsOf(warehouse));
    }
    case "mysql": {
      const { MysqlDriver } = await import("./engines/mysql");
      return new MysqlDriver(warehouse, secondsOf(warehouse));
    }
    case "trino": {
      const { TrinoDriver } = await import("./engines/trino");
      return new TrinoDriver(warehouse, secondsOf(warehouse));
    }
    case "duckdb": {
      const { openDuckdb } = await import("./engines/duckdb");
      return await openDuckdb(warehouse);
    }
    case "clickhouse": {
      const { ClickhouseDriver } = await import("./engines/clickhouse");
      return new ClickhouseDriver(warehouse, secondsOf(warehouse));
    }
  }
}

function secondsOf({ max_seconds = DEFAULT_SECONDS }: Warehouse): number {
  return max_seconds;
}

/** What all engines share: limits of time and bytes, and errors that name the warehouse and hold no secret. */
class LimitedEngine implements Engine {
  readonly dialect;

  constructor(
    private readonly name: string,
    private readonly warehouse: Warehouse,
    private readonly driver: Driver,
  ) {
    this.dialect = warehouse.kind;
  }

  async describe(query: string, signal?: AbortSignal): Promise<readonly EngineColumn[]> {
    const until = this.#until(signal);
    try {
      const columns = await this.driver.describe(theQuery(query, this.dialect), until.either);
      until.either.throwIfAborted();
      return columns;
    } catch (error) {
      throw this.#reason(error, until);
    }
  }

  async *run(
    statement: string,
    { signal, onProgress = () => {} }: RunOptions = {},
  ): AsyncGenerator<EngineBatch> {
    const { max_bytes: mostBytes = DEFAULT_BYTES } = this.warehouse;
    const until = this.#until(signal);
    let bytes = 0;
    try {
      // Read-only transactions let some statements pass, such as CREATE TABLE and INTO OUTFILE of MySQL.
      for await (const batch of this.driver.run(
        theQuery(statement, this.dialect),
        until.either,
        onProgress,
      )) {
        bytes += bytesOf(batch);
        if (bytes > mostBytes)
          throw new InputError(
            `The warehouse ${this.name} answered with more than ${mostBytes} bytes, the most that max_bytes allows. Select fewer lines, or ask the operator of this server to raise it.`,
          );
        yield batch;
      }
      // Some engines end a stopped answer as if it were whole.
      until.either.throwIfAborted();
    } catch (error) {
      throw this.#reason(error, until);
    }
  }

  async keep(
    statement: string,
    columns: Readonly<Record<string, ValueType>>,
    { signal, onProgress = () => {} }: RunOptions = {},
  ): Promise<string | null> {
    const { max_bytes: mostBytes = DEFAULT_BYTES } = this.warehouse;
    const mostRows = Math.floor(mostBytes / (CELL_BYTES * Object.keys(columns).length));
    const until = this.#until(signal);
    try {
      const selects = theQuery(statement, this.dialect);
      const kept = await this.driver.keep?.(selects, columns, mostRows, until.either, onProgress);
      until.either.throwIfAborted();
      return kept ?? null;
    } catch (error) {
      throw this.#reason(error, until);
    }
  }

  async forget(kept: string): Promise<void> {
    await this.driver.forget?.(kept);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.driver[Symbol.asyncDispose]();
  }

  #until(signal: AbortSignal | undefined) {
    const limit = AbortSignal.timeout(1000 * secondsOf(this.warehouse));
    return { limit, signal, either: signal ? AbortSignal.any([signal, limit]) : limit };
  }

  #reason(error: unknown, { limit, signal }: { limit: AbortSignal; signal: AbortSignal | undefined }) {
    if (signal?.aborted) return signal.reason;
    if (limit.aborted)
      return new InputError(
        `The warehouse ${this.name} took longer than ${secondsOf(this.warehouse)} seconds, the most that max_seconds allows. Select fewer lines, or ask the operator of this server to raise it.`,
      );
    return inWords(this.name, this.warehouse, error);
  }
}

/** What a library threw, as the engine's own words, without secrets. */
function inWords(name: string, warehouse: Warehouse, error: unknown): unknown {
  if ([UserError, RangeError, TypeError, ReferenceError].some((kind) => error instanceof kind)) return error;
  let words = wordsOf(error).split(WHERE)[0]!.replace(/\s+/g, " ").slice(0, LONGEST_WORDS).trim();
  for (const secret of secretsOf(warehouse)) words = words.replaceAll(secret, "…");
  const told = `The warehouse ${name} says: ${words.replace(/[.\s]*$/, "")}.`;
  return isLost(error) ? new WarehouseLostError(told) : new InputError(told);
}

/** Codes of sockets and libraries, and SQLSTATEs, for a connection that cannot be made or has gone. */
const LOST =
  /^(?:E(?:CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)\w*|ConnectionRefused|PROTOCOL_CONNECTION_LOST|ERR_(?:POSTGRES|MYSQL)_(?:CONNECTION|\w*TIMEOUT)\w*|08\w{3}|57P0\d)$/;

function isLost(error: unknown): boolean {
  for (let one = error as { code?: unknown; errno?: unknown; cause?: unknown } | undefined; one; ) {
    if ([one.code, one.errno].some((code) => typeof code === "string" && LOST.test(code))) return true;
    one = one.cause as typeof one;
  }
  return false;
}

/** About what a batch takes on its way. */
function bytesOf({ length, columns }: EngineBatch): number {
  let bytes = 0;
  for (const column of columns)
    for (let row = 0; row < length; row++) {
      const value = column[row];
      bytes += typeof value === "string" ? value.length : 8;
    }
  return bytes;
}
