import { knownOrNull } from "../figures";
import type { ContactTerms } from "../models/contact/action-value";
import { type CsvColumn, csvChunks } from "../pipeline/csv-chunks";
import { harmless } from "../pipeline/harmless-text";
import { type Advised, adviceOf } from "./advice";
import { horizonFactors } from "./horizon";

interface BatchOptions {
  /** Expected spend covers so many days, 30 to 730; the model's own horizon by default. */
  readonly horizonDays?: number | undefined;
  /** Advice is on these terms, the model's own by default. */
  readonly terms?: ContactTerms;
}

type Cells = ReturnType<typeof batchCells>;

/** A row of a batch prediction's file. */
export type BatchRow = { readonly [Name in keyof Cells]: ReturnType<Cells[Name]> };

/** Customers by their places in the table: from one to the one before the other; null is the end. */
export interface BatchPart {
  readonly from: number;
  readonly to: number | null;
}

const ALL: BatchPart = { from: 0, to: null };

/** The model's answers about the first `most` customers of a part, in table order. */
export function batchRows(
  model: Advised,
  { most = Infinity, part = ALL, ...options }: BatchOptions & Parted & { readonly most?: number } = {},
): BatchRow[] {
  const cells = Object.entries(batchCells(model, options));
  return Array.from(
    { length: Math.min(most, customersIn(model, part)) },
    (_, row) => Object.fromEntries(cells.map(([name, cell]) => [name, cell(part.from + row)])) as BatchRow,
  );
}

/** The file of all customers, or its lines about a part of them, chunk by chunk: a header and a row each. */
export function batchCsv(
  model: Advised,
  { part = ALL, ...options }: BatchOptions & Parted = {},
): Generator<Uint8Array> {
  const columns: CsvColumn[] = Object.entries(batchCells(model, options));
  return csvChunks(columns, part.from + customersIn(model, part), ",", part.from);
}

/** How many customers a part has. */
export function customersIn({ customers }: Advised, { from, to }: BatchPart): number {
  return Math.max(0, Math.min(to ?? customers.rows, customers.rows) - from);
}

interface Parted {
  readonly part?: BatchPart;
}

/** Each column's cells by row: first the columns that clients of such an API expect, then ours. */
function batchCells(model: Advised, { horizonDays, terms }: BatchOptions) {
  const { customers } = model;
  const advice = adviceOf(model, terms);
  const factor = horizonDays === undefined ? () => 1 : horizonFactors(customers, horizonDays);
  const segment = customers.numbers("segment");
  const names = customers.texts("segment_name");
  const churn = customers.numbers("churn_probability");
  const spend = customers.numbers("ltv_estimate");
  const [first, second, third] = [1, 2, 3].map((place) => customers.texts(`reason_${place}`));
  return {
    // Ids are the user's text; the other text is ours.
    CustomerID: (row: number) =>
      customers.hasNumericIds ? customers.wireId(customers.id(row)) : harmless(customers.id(row)),
    segment: (row: number) => segment[row]!,
    churn_probability: (row: number) => knownOrNull(churn[row]!),
    ltv_estimate: (row: number) => knownOrNull(spend[row]! * factor(row)),
    recommended_action: (row: number) => advice.action(row),
    segment_name: (row: number) => names[row]!,
    reason_1: (row: number) => first![row]!,
    reason_2: (row: number) => second![row]!,
    reason_3: (row: number) => third![row]!,
    expected_gain: (row: number) => knownOrNull(advice.gain[row]),
  };
}
