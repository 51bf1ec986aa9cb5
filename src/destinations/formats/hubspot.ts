import { contactColumns } from "./contact-columns";
import { insightColumns } from "./insights";
import type { ToolFormat } from "./table";

/**
 * HubSpot, "Set up your import file" (knowledge.hubspot.com/import-and-export/set-up-your-import-file): a header row whose
 * names are properties of contacts (`Email`, `First name`, `Last name`, `Country/Region`), UTF-8, up to 512 MB. Contacts
 * are matched by `Email`.
 */
export const hubspot: ToolFormat = {
  title: "HubSpot",
  purpose: "to import as contacts",
  delimiter: ",",
  mostBytes: 512e6,
  table: (audience) => ({
    rows: audience.rows,
    columns: [
      ...contactColumns(audience, {
        email: "Email",
        first: "First name",
        last: "Last name",
        country: "Country/Region",
        id: "Customer ID",
      }),
      ...insightColumns(audience, (title) => title),
    ],
  }),
};
