import type { ValueType } from "../engine";

/** As many as a reading keeps at a time, each with more columns than most queries have. */
const TABLES = 5;
const COLUMNS: Readonly<Record<ValueType, number>> = { text: 100, number: 40 };

/** How an engine writes what tables are made of. */
interface TableWords {
  readonly create: string;
  /** After the columns. */
  readonly engine: string;
  /** The table's name, whatever else is called so. */
  table(name: string): string;
  readonly types: Readonly<Record<ValueType, string>>;
  column(name: string): string;
}

/**
 * Empty temporary tables, made before a transaction that reads only: within it no table can be made, but these can be
 * filled. Their columns fit any rows.
 */
export class KeptTables {
  #taken = 0;

  constructor(private readonly words: TableWords) {}

  /** Statements that make the tables. */
  get statements(): readonly string[] {
    const { create, types } = this.words;
    const columns = (["text", "number"] as const).flatMap((type) =>
      Array.from({ length: COLUMNS[type] }, (_, i) => `${type[0]}${i + 1} ${types[type]}`),
    );
    return Array.from(
      { length: TABLES },
      (_, i) => `${create} perennial_kept_${i + 1} (${columns.join(", ")})${this.words.engine}`,
    );
  }

  /** The next table, for these columns: what fills it and what reads it. Null if there is none, or they are too many. */
  take(columns: Readonly<Record<string, ValueType>>, statement: string, mostRows: number) {
    const counts = { text: 0, number: 0 };
    const names = Object.values(columns).map((type) => `${type[0]}${++counts[type]}`);
    if (counts.text > COLUMNS.text || counts.number > COLUMNS.number || this.#taken === TABLES) return null;
    const table = this.words.table(`perennial_kept_${++this.#taken}`);
    const selected = Object.keys(columns).map((name, i) => `${names[i]} AS ${this.words.column(name)}`);
    return {
      table,
      /** One row more than may be, so that it shows. */
      fill: `INSERT INTO ${table} (${names.join(", ")}) SELECT * FROM (\n${statement}\n) AS t LIMIT ${mostRows + 1}`,
      query: `SELECT ${selected.join(", ")} FROM ${table}`,
    };
  }
}
