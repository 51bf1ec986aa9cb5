import type { TypedColumn, TypedTable } from "./typed-table";

/** How an engine writes what makes a table. */
export interface TableWords {
  readonly types: Readonly<Record<TypedColumn["type"], string>>;
  name(name: string): string;
  text(text: string): string;
}

const ROWS = 500;

/** Statements that make a table and fill it. */
export function* tableStatements(
  table: string,
  { columns, rows }: TypedTable,
  words: TableWords,
): Generator<string> {
  yield `CREATE TABLE ${table} (${columns.map(({ name, type }) => `${words.name(name)} ${words.types[type]}`).join(", ")})`;
  const cellOf = (cell: string | number | null, i: number) => {
    if (cell === null) return "NULL";
    const { type } = columns[i]!;
    if (type === "text") return words.text(String(cell));
    if (type === "number") return String(cell);
    const iso = new Date(Number(cell)).toISOString();
    return type === "day"
      ? `DATE '${iso.slice(0, 10)}'`
      : `TIMESTAMP '${iso.slice(0, 23).replace("T", " ")}'`;
  };
  for (let from = 0; from < rows.length; from += ROWS)
    yield `INSERT INTO ${table} VALUES ${rows
      .slice(from, from + ROWS)
      .map((row) => `(${row.map(cellOf).join(", ")})`)
      .join(", ")}`;
}
