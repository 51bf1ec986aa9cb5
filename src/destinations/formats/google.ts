import { hashedColumn } from "./hashed";
import { cellsOf, type ToolFormat } from "./table";

const GMAIL = /^(.+)@(gmail\.com|googlemail\.com)$/;

/**
 * Google, "Formatting guidelines for uploading hashed data" (support.google.com/google-ads/answer/7476159): the headers are
 * `Email`, `Phone`, `First Name`, `Last Name`, `Country` and `Zip`, of which a file holds those that it has; an address
 * match needs `Zip` beside the names, and a file that lacks one of the four is refused. Neither phone numbers nor post
 * codes are known, so this is the match by e-mail address, and names are not given away for nothing.
 */
export const googleCustomerMatch: ToolFormat = {
  title: "Google Customer Match",
  purpose: "to upload as a customer list, hashed",
  delimiter: ",",
  table: (audience) => ({
    rows: audience.rows,
    columns: [hashedColumn("Email", cellsOf(audience, "email"), googleEmail)],
  }),
};

/**
 * In lower case without spaces around, and without the dots of Gmail addresses: "Remove all periods that precede the domain
 * name in gmail.com and googlemail.com email addresses" (developers.google.com/google-ads/api, Customer Match).
 */
export function googleEmail(email: string): string {
  const plain = email.trim().toLowerCase();
  const [, name, domain] = GMAIL.exec(plain) ?? [];
  return name === undefined ? plain : `${name.replaceAll(".", "")}@${domain}`;
}
