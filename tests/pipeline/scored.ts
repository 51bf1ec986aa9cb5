import type { ColumnTable } from "arquero";
import type { Training } from "../../src/pipeline/training";

/** A training with the table of its customers. */
export type Scored = Training & { readonly table: ColumnTable };

/** Makes the rows of all customers of a training. */
export async function scored(training: Training): Promise<Scored> {
  let table: ColumnTable | null = null;
  for await (const rows of training.customers()) table = table ? table.concat(rows) : rows;
  return { ...training, table: table! };
}
