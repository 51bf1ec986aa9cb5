import { table } from "arquero";
import type { Advised } from "../../src/answers/advice";
import { CustomerTable } from "../../src/answers/customer-table";
import { modelCard } from "../../src/models/card";
import { trainedModels } from "../models/trained-models";

/** A card and customers with these columns; what advice needs beyond them is not known. */
export function advised(columns: Parameters<typeof table>[0], hasNumericIds = true): Advised {
  return { card: modelCard(trainedModels()), customers: new CustomerTable(table(columns), hasNumericIds) };
}
