import type { CustomerFilter } from "../answers/customer-selection";
import type { History } from "../answers/history";
import { doubtsOf } from "../answers/rules/choices";
import { parseRule } from "../answers/rules/parse-rule";
import { askedCustomers } from "../api/asked-customers";
import type { Advice } from "../models/contact/advice";
import type { Asked, AskedModel } from "./asked";
import { fileText } from "./file-text";

/** A filter, and what it needs to be answered. */
interface Chosen {
  readonly filter: CustomerFilter;
  readonly history: History;
  /** With what the rule names and the model does not know. */
  readonly about: AskedModel["about"];
}

/** What a filter of a tool asks for. Throws what the API throws: an unknown saved segment, a rule that is wrong. */
export async function chosenCustomers(
  { tenant, parts }: Asked,
  { row, model, about }: AskedModel,
  given: CustomerFilter,
  advice: Advice,
): Promise<Chosen> {
  const { filter, history } = await askedCustomers(parts, tenant, row, model, given);
  if (filter.rule === undefined) return { filter, history, about };
  const { customers } = model;
  const doubts = doubtsOf(parseRule(filter.rule), { customers, advice, history });
  const told = [...doubts.map((doubt) => fileText(doubt)), ...about.doubts];
  return { filter, history, about: { ...about, doubts: told } };
}
