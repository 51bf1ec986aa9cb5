import { InputError } from "../../errors";
import type { ColumnMapping } from "../mapping";
import { type Proposal, proposeColumns } from "./detect";
import { nearestName } from "./nearest-name";
import { type ColumnPlan, type MappingField, mappingFields } from "./plan";
import { normalisedName } from "./synonyms";
import { type UniqueNames, uniqueNames } from "./unique-names";

/** What a caller says about the columns: a name, null where the file has no such column, nothing where it is to be found. */
export type MappingChoice = { readonly [Field in MappingField]?: string | null | undefined };

/** Names of columns shown in an error. */
const shownColumns = 40;

/**
 * Settles which column holds what: the caller's choice first, the rest by detection. `sample[i]` holds values of column
 * `i`. Throws InputError where a chosen column does not exist or is ambiguous, and where no column is found for the
 * customer, the date or the value.
 */
export function resolveColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  choice: MappingChoice = {},
): ColumnPlan {
  const unique = uniqueNames(header);
  const index = Object.fromEntries(mappingFields.map((field) => [field, -1])) as Record<MappingField, number>;
  for (const field of mappingFields) {
    const name = choice[field];
    if (name !== undefined && name !== null && name !== "") index[field] = columnNamed(name, field, unique);
  }
  const chosen = new Set(mappingFields.map((field) => index[field]).filter((column) => column >= 0));
  const proposals = proposeColumns(unique.names, sample, chosen);
  for (const field of mappingFields)
    if (index[field] < 0 && choice[field] === undefined && !isSettled(field, index))
      index[field] = proposals[field]?.column ?? -1;
  requireFields(index, unique.names);
  const mapping: Partial<ColumnMapping> = {};
  for (const field of mappingFields) if (index[field] >= 0) mapping[field] = unique.names[index[field]]!;
  const notes = [...unique.notes, ...valueNotes(index)];
  return { mapping: mapping as ColumnMapping, columns: unique.names, index, notes };
}

/** The detected columns alone, for a person to look at; nothing is required. */
export function proposeMapping(
  header: readonly string[],
  sample: readonly (readonly string[])[],
): { columns: readonly string[]; proposals: Partial<Record<MappingField, Proposal>> } {
  const { names } = uniqueNames(header);
  return { columns: names, proposals: proposeColumns(names, sample) };
}

/** Whether the caller's choice of how a line is valued leaves no room for another column. */
function isSettled(field: MappingField, index: Readonly<Record<MappingField, number>>): boolean {
  if (field === "order_total") return index.unit_price >= 0;
  if (field === "unit_price") return index.order_total >= 0;
  return false;
}

function columnNamed(name: string, field: MappingField, { names, repeated }: UniqueNames): number {
  if (repeated.has(name))
    throw new InputError(
      `The mapping of ${field} names column ${JSON.stringify(name)}, and the file has several of that name. Rename them, or say "${name} (2)" for the second.`,
    );
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const wanted = normalisedName(name);
  const alike = names.flatMap((column, i) => (normalisedName(column) === wanted ? [i] : []));
  if (alike.length === 1) return alike[0]!;
  if (alike.length > 1)
    throw new InputError(
      `The mapping of ${field} names column ${JSON.stringify(name)}, which could be any of ${listed(alike.map((i) => names[i]!))}. Write the name exactly.`,
    );
  const near = nearestName(name, names);
  throw new InputError(
    `The mapping of ${field} names column ${JSON.stringify(name)}, which the file does not have.` +
      `${near === null ? "" : ` Did you mean ${JSON.stringify(near)}?`} Its columns are ${listed(names)}.`,
  );
}

function requireFields(index: Readonly<Record<MappingField, number>>, names: readonly string[]): void {
  const missing: string[] = [];
  if (index.customer_id < 0) missing.push("customer_id");
  if (index.order_datetime < 0) missing.push("order_datetime");
  if (index.unit_price < 0 && index.order_total < 0) missing.push("quantity and unit_price (or order_total)");
  if (missing.length === 0) return;
  throw new InputError(
    `No column was found for ${missing.join(", ")}. The file's columns are ${listed(names)}. Say with a mapping which column holds what.`,
  );
}

function valueNotes(index: Readonly<Record<MappingField, number>>): string[] {
  const notes: string[] = [];
  if (index.unit_price >= 0 && index.quantity < 0)
    notes.push("No column holds a quantity: every line counts as one unit.");
  if (index.order_id < 0)
    notes.push("No column holds an order id: one customer's rows of the same moment are one order.");
  if (index.product_id < 0) notes.push("No column holds a product: products are not counted.");
  return notes;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownColumns).map((name) => JSON.stringify(name));
  return shown.join(", ") + (names.length > shownColumns ? ` and ${names.length - shownColumns} more` : "");
}
