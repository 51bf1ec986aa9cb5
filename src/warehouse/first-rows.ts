import { proposeMapping } from "../transactions/columns/resolve";
import { type Inspection, namedProposal, previewOf } from "../transactions/inspect";
import { detectionBounds } from "../transactions/limits";
import type { Engine } from "./engine";
import { Rows } from "./plan/relations";
import { Asker } from "./reading/ask";
import { textOf } from "./reading/cells";
import { theQuery } from "./the-query";

/** What a person sees of a query before saying what its columns mean. */
export type SeenRows = Pick<Inspection, "columns" | "proposal" | "preview" | "notes">;

/**
 * The columns of a query, what they probably mean, and its first `count` rows as text. Throws an InputError for what the
 * owner of the query can fix.
 */
export async function firstRows(
  engine: Engine,
  query: string,
  count: number,
  signal?: AbortSignal,
): Promise<SeenRows> {
  const asked = theQuery(query, engine.dialect);
  const cells = await engine.describe(asked, signal);
  const texts = Object.fromEntries(cells.map((cell, i) => [`c${i}`, textOf(cell)]));
  const sample: string[][] = [];
  const rows = Rows.of(asked).first(Math.max(count, detectionBounds.rows)).select(texts);
  for await (const { length, columns } of new Asker(engine, signal).batches(rows))
    for (let row = 0; row < length; row++) sample.push(columns.map((values) => String(values[row] ?? "")));
  const header = cells.map(({ name }) => name);
  const { columns, proposals } = proposeMapping(header, (column) => sample.map((row) => row[column]!));
  return {
    columns,
    proposal: namedProposal(proposals, columns),
    preview: previewOf(sample.slice(0, count)),
    notes: [],
  };
}
