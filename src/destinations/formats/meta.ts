import type { Audience } from "../../answers/select";
import { countryCode } from "./country-code";
import { hashedColumn } from "./hashed";
import { rounded } from "./insights";
import { nameParts } from "./person-name";
import { cellsOf, type TableColumn, type ToolFormat } from "./table";

/**
 * Meta, "How to format a customer list when creating a custom audience" (facebook.com/business/help/2082575038703844) and
 * "Customer File Custom Audiences: Hashing and normalizing data" (developers.facebook.com/docs/marketing-api/audiences):
 * headers `email`, `fn`, `ln` and `country`; the address in lower case without spaces around, names in lower case without
 * punctuation, the country as its two-letter code in lower case; each hashed with SHA-256.
 */
export const metaCustomAudience: ToolFormat = {
  title: "Meta custom audience",
  purpose: "to upload as a customer list, hashed",
  delimiter: ",",
  table: (audience) => ({ rows: audience.rows, columns: identifiers(audience) }),
};

/**
 * The same with `value`, what each customer is expected to spend: "Create a value-based lookalike audience"
 * (facebook.com/business/help/1730784113851988). Values are plain numbers from 0, not hashed, without a currency sign.
 */
export const metaValueAudience: ToolFormat = {
  title: "Meta value-based audience",
  purpose: "to find people like those who will spend most, hashed",
  delimiter: ",",
  needsValue: true,
  table: (audience) => ({
    rows: audience.rows,
    columns: [...identifiers(audience), valueColumn(audience)],
  }),
};

function identifiers(audience: Audience): TableColumn[] {
  const name = cellsOf(audience, "name");
  return [
    hashedColumn("email", cellsOf(audience, "email"), (email) => email.trim().toLowerCase()),
    hashedColumn("fn", name, (text) => metaName(nameParts(text).first)),
    hashedColumn("ln", name, (text) => metaName(nameParts(text).last)),
    hashedColumn("country", cellsOf(audience, "country"), (text) => countryCode(text)?.toLowerCase() ?? null),
  ];
}

/** In lower case, without punctuation. Letters beyond a to z stay, in UTF-8. */
export function metaName(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}

function valueColumn(audience: Audience): TableColumn {
  const cells = cellsOf(audience, "ltv_estimate").map((cell) => {
    const value = rounded(cell, 2);
    return value === null ? null : Math.max(0, value);
  });
  return { name: "value", kind: "number", cells };
}
