import type { Audience } from "../../answers/select";
import { nameParts } from "./person-name";
import { cellsOf, type TableColumn, textColumn } from "./table";

/** What a tool calls the columns about the person. */
interface ContactNames {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly country: string;
  readonly id: string;
}

/** The address, name, country and id of each contact. The tools match by address and id, so those stay exact. */
export function contactColumns(audience: Audience, names: ContactNames): TableColumn[] {
  const name = cellsOf(audience, "name");
  return [
    textColumn(names.email, cellsOf(audience, "email"), (email) => email.trim(), true),
    textColumn(names.first, name, (text) => nameParts(text).first),
    textColumn(names.last, name, (text) => nameParts(text).last),
    textColumn(names.country, cellsOf(audience, "country"), (country) => country.trim()),
    textColumn(names.id, cellsOf(audience, "CustomerID"), (id) => id, true),
  ];
}
