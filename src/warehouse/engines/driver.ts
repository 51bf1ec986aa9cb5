import type { EngineBatch, EngineColumn, EngineValue, ValueType } from "../engine";

/** What differs from engine to engine; `openEngine` adds what they share. Errors may be in the library's own words. */
export interface Driver extends AsyncDisposable {
  describe(query: string, signal: AbortSignal): Promise<readonly EngineColumn[]>;
  /** When the signal aborts, the statement ends in the engine, too. */
  run(
    statement: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): AsyncIterable<EngineBatch>;
  /** As an engine's `keep`, of no more than `mostRows`. Missing: this engine cannot. */
  keep?(
    statement: string,
    columns: Readonly<Record<string, ValueType>>,
    mostRows: number,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<string | null>;
  forget?(kept: string): Promise<void>;
}

/** A query as a table that its columns can be read from. */
export function asTable(query: string): string {
  // The line break ends a comment on the last line.
  return `SELECT * FROM (\n${query}\n) AS perennial_query`;
}

/** Rows as a batch of columns; `width` is how many. */
export function batchOf(
  rows: readonly (readonly unknown[])[],
  width: number,
  cellOf: (value: unknown, column: number) => EngineValue = plainValue,
): EngineBatch {
  const columns = Array.from({ length: width }, (_, column) => {
    const values = new Array<EngineValue>(rows.length);
    for (let row = 0; row < rows.length; row++) values[row] = cellOf(rows[row]![column], column);
    return values;
  });
  return { length: rows.length, columns };
}

/** Throws a RangeError for what no statement of ours selects: it casts whatever it fetches. */
export function plainValue(value: unknown): EngineValue {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  const whole = typeof value === "bigint" ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(whole)) return whole;
  throw new RangeError(`The answer holds a ${typeof value}; cast it to text in the statement.`);
}

/** Digits of a whole number as a number. */
export function wholeNumberOf(digits: unknown): EngineValue {
  return digits === null ? null : plainValue(typeof digits === "string" ? BigInt(digits) : digits);
}

/** Calls `stop` once the signal aborts, until `await using` lets go. */
export function whenAborted(signal: AbortSignal, stop: () => void): Disposable {
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", stop) };
}
