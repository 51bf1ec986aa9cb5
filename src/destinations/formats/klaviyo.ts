import { contactColumns } from "./contact-columns";
import { insightColumns } from "./insights";
import type { ToolFormat } from "./table";

/**
 * Klaviyo, "How to create and add subscribers to a new list" (help.klaviyo.com, article 115005078967): CSV of up to
 * 50 MB; the first column is `Email`; columns named as Klaviyo's properties are mapped to them, all others become
 * custom properties.
 */
export const klaviyo: ToolFormat = {
  title: "Klaviyo",
  purpose: "to import into a list",
  delimiter: ",",
  mostBytes: 50e6,
  table: (audience) => ({
    rows: audience.rows,
    columns: [
      ...contactColumns(audience, {
        email: "Email",
        first: "First Name",
        last: "Last Name",
        country: "Country",
        id: "Customer ID",
      }),
      ...insightColumns(audience, (title) => `Perennial ${title}`),
    ],
  }),
};
