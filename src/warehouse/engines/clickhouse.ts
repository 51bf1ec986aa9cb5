import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { InputError } from "../../errors";
import type { WarehouseOf } from "../connections";
import type { ColumnKind, EngineBatch, EngineColumn, EngineValue } from "../engine";
import { asTable, batchOf, type Driver, plainValue, whenAborted, wholeNumberOf } from "./driver";

const BATCH_ROWS = 2000;
const PROGRESS_MS = 1000;
/** ClickHouse's own default is to fill what a join does not find with zeros and blanks. */
const SETTINGS: Readonly<Record<string, string>> = {
  ...{ join_use_nulls: "1", prefer_column_name_to_alias: "1", session_timezone: "UTC" },
  // Numbers that JSON would round, or has no sign for, come as texts.
  ...{ output_format_json_quote_64bit_integers: "1", output_format_json_quote_decimals: "1" },
  output_format_json_quote_denormals: "1",
  cancel_http_readonly_queries_on_client_close: "1",
};

interface Meta {
  readonly name: string;
  readonly type: string;
}

/** ClickHouse over HTTP. A statement sees its own rows; there are no transactions over several. */
export class ClickhouseDriver implements Driver {
  readonly #client: ClickHouseClient;
  #settings: Promise<Record<string, string>> | null = null;

  constructor(
    { url, user, password, database }: WarehouseOf<"clickhouse">,
    private readonly mostSeconds: number,
  ) {
    this.#client = createClient({
      url,
      ...(user !== undefined && { username: user }),
      ...(password !== undefined && { password }),
      ...(database !== undefined && { database }),
      request_timeout: 1000 * mostSeconds,
      // It would log statements.
      log: { level: ClickHouseLogLevel.OFF },
    });
  }

  async describe(query: string, signal: AbortSignal): Promise<readonly EngineColumn[]> {
    const answer = new Answer();
    for await (const _ of this.#lines(`${asTable(query)} LIMIT 0`, signal, answer));
    return answer.columns.map(({ name, type }) => ({ name, kind: kindOf(type), engineType: type }));
  }

  async *run(
    statement: string,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): AsyncGenerator<EngineBatch> {
    const answer = new Answer();
    let rows: unknown[][] = [];
    let cells: ((value: unknown) => EngineValue)[] = [];
    const batch = () => batchOf(rows, cells.length, (value, column) => cells[column]!(value));
    for await (const row of this.#lines(statement, signal, answer, onProgress)) {
      if (cells.length === 0) cells = answer.columns.map(({ type }) => cellOf(type));
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield batch();
      rows = [];
    }
    if (rows.length > 0) yield batch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }

  /** The rows of a statement. `answer` knows their columns once the first is here. */
  async *#lines(
    statement: string,
    signal: AbortSignal,
    answer: Answer,
    onProgress?: (fraction: number) => void,
  ): AsyncGenerator<unknown[]> {
    signal.throwIfAborted();
    this.#settings ??= this.#known(signal);
    const clickhouse_settings = await this.#settings;
    const query_id = crypto.randomUUID();
    const clock = onProgress && setInterval(() => this.#tell(query_id, onProgress), PROGRESS_MS);
    let isOver = false;
    using _ = whenAborted(signal, () => void this.#kill(query_id));
    try {
      const query = `${statement}\nFORMAT JSONCompact`;
      const { stream } = await this.#client.exec({
        query,
        query_id,
        clickhouse_settings,
        abort_signal: signal,
      });
      for await (const line of linesOf(stream)) {
        const row = answer.read(line);
        if (row) yield row;
      }
      isOver = true;
      signal.throwIfAborted();
      answer.end();
    } finally {
      clearInterval(clock);
      // Whoever reads no further ends the statement, too.
      if (!isOver) await this.#kill(query_id);
    }
  }

  /** What this server knows of our settings, and whether its user may set them. */
  async #known(signal: AbortSignal): Promise<Record<string, string>> {
    const names = [...Object.keys(SETTINGS), "readonly"].map((name) => `'${name}'`).join(", ");
    const { stream } = await this.#client.exec({
      query: `SELECT name, value FROM system.settings WHERE name IN (${names}) FORMAT JSONCompact`,
      abort_signal: signal,
    });
    const answer = new Answer();
    const known = new Map<string, string>();
    for await (const line of linesOf(stream)) {
      const [name, value] = answer.read(line) ?? [];
      if (name !== undefined) known.set(String(name), String(value));
    }
    answer.end();
    const readonly = known.get("readonly");
    if (readonly === "1")
      throw new InputError(
        "The user's profile in ClickHouse has readonly = 1, so that no limit of time can be set. Give it readonly = 2, or grant it SELECT alone.",
      );
    return {
      ...Object.fromEntries(Object.entries(SETTINGS).filter(([name]) => known.has(name))),
      max_execution_time: String(this.mostSeconds),
      // It cannot be set where it is 2, which forbids to write as well.
      ...(readonly === "2" ? {} : { readonly: "1" }),
    };
  }

  async #tell(query_id: string, onProgress: (fraction: number) => void): Promise<void> {
    try {
      const { stream } = await this.#client.exec({
        query: `SELECT toFloat64(read_rows) / greatest(total_rows_approx, read_rows, 1) FROM system.processes WHERE query_id = '${query_id}' FORMAT TabSeparated`,
      });
      let text = "";
      for await (const chunk of stream) text += chunk;
      if (text !== "") onProgress(Number(text));
    } catch {
      // Not every user may see it.
    }
  }

  async #kill(query_id: string): Promise<void> {
    try {
      await this.#client.command({ query: `KILL QUERY WHERE query_id = '${query_id}'` });
    } catch {
      // Not every user may; the server ends it anyway, because its client has gone.
    }
  }
}

/**
 * An answer in the format JSONCompact, line by line: the columns, a row a line, and after them how many there were.
 * Where a statement fails on the way, the answer just stops, or goes on with the words of the error.
 */
class Answer {
  columns: readonly Meta[] = [];
  #part: "head" | "rows" | "tail" = "head";
  #text = "";
  #rows = 0;

  read(line: string): unknown[] | null {
    if (this.#part === "rows") {
      const [, row] = /^\t\t(\[.*\]),?$/.exec(line) ?? [];
      if (row !== undefined) {
        this.#rows++;
        return JSON.parse(row) as unknown[];
      }
      if (line === "\t]," || line === "\t]") this.#part = "tail";
      else if (line !== "\t[") this.#text += `${line}\n`;
      return null;
    }
    if (this.#part === "head" && line.trim() === '"data":') {
      this.columns = (JSON.parse(`${this.#text}"data": 0}`) as { meta: Meta[] }).meta;
      this.#part = "rows";
      this.#text = "";
    } else this.#text += `${line}\n`;
    return null;
  }

  /** Throws an Error if this was not the whole answer. */
  end(): void {
    let tail: { rows?: unknown; exception?: unknown } = {};
    try {
      tail = JSON.parse(`{${this.#text}`) as typeof tail;
    } catch {
      // It holds the words of an error, or nothing.
    }
    if (Number(tail.rows) === this.#rows && tail.exception === undefined) return;
    const words = typeof tail.exception === "string" ? tail.exception : /Code: \d.*/s.exec(this.#text)?.[0];
    throw new Error(words ?? `The answer ended after ${this.#rows} rows, without its end`);
  }
}

async function* linesOf(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** `Nullable(LowCardinality(String))` → `String`. */
function bare(type: string): string {
  const [, inner] = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type) ?? [];
  return inner === undefined ? type : bare(inner);
}

function kindOf(type: string): ColumnKind {
  const name = bare(type);
  if (/^(U?Int\d+|Float\d+|BFloat16|Decimal.*)$/.test(name)) return "number";
  if (/^DateTime/.test(name)) return "moment";
  if (/^Date(32)?$/.test(name)) return "day";
  if (name === "Bool") return "truth";
  return /^(String|FixedString|Enum|UUID|Nothing)/.test(name) ? "text" : "other";
}

function cellOf(type: string): (value: unknown) => EngineValue {
  const name = bare(type);
  if (/^U?Int\d+$/.test(name)) return wholeNumberOf;
  if (!/^(Float|BFloat)/.test(name)) return plainValue;
  const signs: Readonly<Record<string, number>> = { inf: Infinity, "-inf": -Infinity, nan: Number.NaN };
  return (value) =>
    typeof value === "string" ? (signs[value.toLowerCase()] ?? Number.NaN) : plainValue(value);
}
