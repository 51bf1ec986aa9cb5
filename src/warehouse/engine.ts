import { InputError } from "../errors";

/** The kinds of SQL that the plan is printed in. */
export const dialects = ["duckdb", "postgres", "mysql", "clickhouse", "trino"] as const;
export type Dialect = (typeof dialects)[number];

/**
 * What a column of a query holds, as far as the plan needs to know. `moment`: a date with a time of day; `day`: one
 * without; `truth`: yes or no; `other`: anything that can only be cast to text.
 */
export type ColumnKind = "text" | "number" | "moment" | "day" | "truth" | "other";

export interface EngineColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's own word for its type, for messages. */
  readonly engineType: string;
}

/** Text, 64-bit floats and whole numbers below 2⁵³: statements cast whatever they fetch to these. */
export type EngineValue = string | number | null;

/** Some rows of an answer, by column: as many columns as the statement selects, each of `length` values. */
export interface EngineBatch {
  readonly length: number;
  readonly columns: readonly (readonly EngineValue[])[];
}

/** What a column of the plan holds: conditions are only asked, and never selected. */
export type ValueType = "text" | "number";

export interface RunOptions {
  /** Stops the statement in the engine too; the iteration then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The share of the statement that is done, 0 to 1, where the engine tells. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * A warehouse that answers SQL, read only. Both methods throw InputError, with the engine's own words, for what the
 * owner of the query or of the connection can fix. An answer is whole or an error, never part of one.
 */
export interface Engine extends AsyncDisposable {
  readonly dialect: Dialect;
  /** The columns of a query, without running it as far as the engine can tell them so. */
  describe(query: string, signal?: AbortSignal): Promise<readonly EngineColumn[]>;
  /** Runs one statement that selects; batches come in the order of its rows. */
  run(statement: string, options?: RunOptions): AsyncIterable<EngineBatch>;
  /**
   * Keeps the rows of a statement until the engine is closed, in a temporary table that only this connection sees.
   * Gives a query for them, or null where the engine cannot, may not, or has no space for them.
   */
  keep(
    statement: string,
    columns: Readonly<Record<string, ValueType>>,
    options?: RunOptions,
  ): Promise<string | null>;
  /** Lets go of what `keep` keeps under this query. */
  forget(kept: string): Promise<void>;
}

/** The connection to a warehouse was lost or could not be made. Asking again may help. */
export class WarehouseLostError extends InputError {
  override readonly name = "InputError";
}
