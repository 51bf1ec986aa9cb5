import { contactColumns } from "./contact-columns";
import { insightColumns } from "./insights";
import type { ToolFormat } from "./table";

/**
 * Mailchimp, "Format guidelines for your import file" (mailchimp.com/help/format-guidelines-for-your-import-file): UTF-8
 * CSV with one `Email Address` per contact; text of up to 255 bytes; numbers without separators; labels as the audience's
 * fields, where the standard ones are `First Name` and `Last Name`.
 */
export const mailchimp: ToolFormat = {
  title: "Mailchimp",
  purpose: "to import into an audience",
  delimiter: ",",
  table: (audience) => ({
    rows: audience.rows,
    columns: [
      ...contactColumns(audience, {
        email: "Email Address",
        first: "First Name",
        last: "Last Name",
        country: "Country",
        id: "Customer ID",
      }),
      ...insightColumns(audience, (title) => title),
    ],
  }),
};
