import { contactColumns } from "./contact-columns";
import { insightColumns } from "./insights";
import type { ToolFormat } from "./table";

/**
 * Brevo, "Create a file to import your contacts" (help.brevo.com, article 208729849): up to 250 MB of UTF-8, separated by
 * semicolons, commas or tabs; headers are names of contact attributes, of which `EMAIL`, `FIRSTNAME`, `LASTNAME` and
 * `EXT_ID` are Brevo's own and others are capitals and underscores.
 */
export const brevo: ToolFormat = {
  title: "Brevo",
  purpose: "to import into a list",
  delimiter: ";",
  mostBytes: 250e6,
  table: (audience) => ({
    rows: audience.rows,
    columns: [
      ...contactColumns(audience, {
        email: "EMAIL",
        first: "FIRSTNAME",
        last: "LASTNAME",
        country: "COUNTRY",
        id: "EXT_ID",
      }),
      ...insightColumns(audience, (title) => title.toUpperCase().replaceAll(" ", "_")),
    ],
  }),
};
