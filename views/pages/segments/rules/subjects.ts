import type { Attributes } from "../../../../src/answers/attributes";
import type { Bought } from "../../../../src/answers/bought";
import { countriesOf } from "../../../../src/answers/customer-selection";
import type { OpenModel } from "../../../../src/answers/open-model";
import type { Products } from "../../../../src/answers/products";
import { type FieldKind, RULE_FIELDS, type RuleField } from "../../../../src/answers/rules/fields";
import { RFM_GROUPS } from "../../../../src/models/segments/rfm-groups";
import type { AttributeColumn } from "../../../../src/transactions/attributes/attribute-kind";
import type { Option } from "../../../components/field";
import type { Format } from "../../../format";
import { monthsBetween } from "../../../months-between";
import { attributeSubject, BOUGHT, type SubjectId } from "./draft";

/** What a condition can be about, as the builder offers it. */
export interface Subject {
  readonly id: SubjectId;
  readonly label: string;
  readonly group: string;
  /** One line. */
  readonly meaning: string;
  readonly kind: FieldKind | "bought";
  readonly unit: string | null;
  /** To choose from; null: any value. */
  readonly options: readonly Option[] | null;
  /** A date that lies ahead. */
  readonly isAhead: boolean;
}

const ATTRIBUTES = "Your attributes";

/** What this model can answer, in the order in which a person looks for it. */
export function subjectsOf(
  model: OpenModel,
  format: Format,
  { products, bought }: { readonly products: Products | null; readonly bought: Bought | null },
): readonly Subject[] {
  const columns = new Set(model.customers.columnNames);
  const fields = RULE_FIELDS.filter(({ column }) => column === undefined || columns.has(column))
    .filter(({ kind }) => kind !== "product" || products !== null)
    .map((field) => subjectOfField(field, model, format))
    .filter(({ options }) => options === null || options.length > 0);
  const { attributes } = model.customers;
  const own = (attributes?.columns ?? []).map((column) => subjectOfAttribute(column, attributes!));
  return [...fields, ...(bought ? [PURCHASE] : []), ...own];
}

/** So many different texts can be chosen from; of more, one is written. */
const MOST_CHOICES = 40;

function subjectOfAttribute({ name, kind }: AttributeColumn, attributes: Attributes): Subject {
  const values = kind === "text" ? attributes.values(name) : null;
  const labels = values?.kind === "text" && values.labels.length <= MOST_CHOICES ? values.labels : null;
  return {
    id: attributeSubject(name),
    label: name,
    group: ATTRIBUTES,
    meaning: "As your file of customers says.",
    kind,
    unit: null,
    options: labels?.toSorted((a, b) => a.localeCompare(b, "en")).map((label) => [label, label]) ?? null,
    isAhead: false,
  };
}

const PURCHASE: Subject = {
  id: BOUGHT,
  label: "Bought a product",
  group: "Products",
  meaning: "At least one order with it, ever or in the last days.",
  kind: "bought",
  unit: null,
  options: null,
  isAhead: false,
};

function subjectOfField(field: RuleField, model: OpenModel, format: Format): Subject {
  const { name, label, group, meaning, kind, unit = null, isAhead = false } = field;
  return { id: name, label, group, meaning, kind, unit, isAhead, options: optionsOf(field, model, format) };
}

function optionsOf({ choices }: RuleField, model: OpenModel, format: Format): Option[] | null {
  const { card } = model;
  switch (choices) {
    case "segments":
      return card.segmentation.summary.map(({ name }) => [name, name]);
    case "rfm_groups":
      return RFM_GROUPS.map(({ name }) => [name, name]);
    case "countries":
      return countriesOf(model).map((name) => [name, name]);
    case "cohorts":
      return monthsBetween(card.data.first_order, card.as_of).map((month) => [month, format.month(month)]);
    default:
      return null;
  }
}

/** Those whose name or meaning has every word that is looked for. */
export function subjectsWith(subjects: readonly Subject[], part: string): readonly Subject[] {
  const words = part.toLowerCase().split(/\s+/).filter(Boolean);
  return subjects.filter(({ label, meaning, group, id }) => {
    const told = `${label} ${meaning} ${group} ${id}`.toLowerCase();
    return words.every((word) => told.includes(word));
  });
}
