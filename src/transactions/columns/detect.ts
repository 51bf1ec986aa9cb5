import { type ColumnValues, describeValues } from "./column-values";
import { type MappingField, mappingFields } from "./plan";
import { normalisedName, synonyms } from "./synonyms";

/** A column proposed for a field; `confidence` is 0 to 1, by its name and its values. */
export interface Proposal {
  readonly column: number;
  readonly confidence: number;
}

/** A proposal below this is not made. */
const leastConfidence = 0.3;

/**
 * Proposes a column for each field by the columns' names, checked against a sample of their values: a date column must
 * parse as dates, a quantity as numbers. `sample[i]` holds values of column `i`. Each column is proposed once; `taken`
 * columns not at all. Where quantity and unit price are found, no total is proposed.
 */
export function proposeColumns(
  names: readonly string[],
  sample: readonly (readonly string[])[],
  taken: ReadonlySet<number> = new Set(),
): Partial<Record<MappingField, Proposal>> {
  const values = sample.map(describeValues);
  const candidates: { field: MappingField; column: number; confidence: number }[] = [];
  names.forEach((name, column) => {
    if (taken.has(column)) return;
    for (const field of mappingFields) {
      const confidence = nameScore(field, name) * valueScore(field, name, values[column]!);
      if (confidence >= leastConfidence) candidates.push({ field, column, confidence });
    }
  });
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const proposals: Partial<Record<MappingField, Proposal>> = {};
  const used = new Set(taken);
  for (const { field, column, confidence } of candidates) {
    if (proposals[field] !== undefined || used.has(column)) continue;
    proposals[field] = { column, confidence: Math.round(confidence * 100) / 100 };
    used.add(column);
  }
  if (proposals.order_datetime === undefined) {
    const column = onlyDateColumn(values, used);
    if (column !== null) proposals.order_datetime = { column, confidence: 0.5 };
  }
  return withoutIdleValue(proposals);
}

/** One way to say what a line is worth: quantity × unit price if both are there, else the total, else the price alone. */
function withoutIdleValue(
  proposals: Partial<Record<MappingField, Proposal>>,
): Partial<Record<MappingField, Proposal>> {
  const { order_total: total, unit_price: price, ...rest } = proposals;
  if (price !== undefined && (rest.quantity !== undefined || total === undefined))
    return { ...rest, unit_price: price };
  return total === undefined ? rest : { ...rest, order_total: total };
}

/** 1 for the best-known name of a field, a little less for each later one, 0.5 to 0.6 where a name only contains one. */
function nameScore(field: MappingField, name: string): number {
  const normalised = normalisedName(name);
  const known = synonyms[field];
  const rank = known.indexOf(normalised);
  if (rank >= 0) return 1 - (0.3 * rank) / known.length;
  const contained = known.findIndex((word) => word.length >= 5 && normalised.includes(word));
  return contained < 0 ? 0 : 0.6 - (0.1 * contained) / known.length;
}

/** How well the values fit a field, 0 to 1; a column without a value in the sample is half believed. */
function valueScore(field: MappingField, name: string, values: ColumnValues): number {
  if (values.filled === 0) return 0.5;
  const isText = 1 - values.numbers;
  switch (field) {
    case "order_datetime":
      return values.dates < 0.5 ? 0 : values.dates;
    case "quantity":
    case "unit_price":
    case "order_total":
      return values.numbers < 0.5 || values.writtenDates > 0.5 ? 0 : values.numbers;
    case "country":
      return 0.4 + 0.6 * isText;
    case "order_id":
      // Shopify calls its order numbers "Name"; elsewhere that is a person or a product.
      return (normalisedName(name) === "name" ? values.withDigits : 1) * (1 - values.writtenDates);
    default:
      return 1 - values.writtenDates;
  }
}

/** The one column whose values are dates beyond doubt, if there is exactly one that is free. */
function onlyDateColumn(values: readonly ColumnValues[], used: ReadonlySet<number>): number | null {
  const columns = values.flatMap((column, i) => (column.writtenDates > 0.9 && !used.has(i) ? [i] : []));
  return columns.length === 1 ? columns[0]! : null;
}
