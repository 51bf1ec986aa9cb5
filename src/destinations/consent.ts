import type { CustomerTable } from "../answers/customer-table";
import { UserError } from "../errors";
import type { Consent } from "./settings";

/** How shop systems and newsletters call the field. */
const LIKE_CONSENT =
  /consent|opt[\s_-]?in|subscri|newsletter|accepts?[\s_-]?(e-?mail[\s_-]?)?marketing|marketing[\s_-]?(allowed|permission|ok)|gdpr|einwilligung|werbung/i;

/** The yes/no attributes of a model's customers, and which of them looks like consent. */
export function consentAttributes({ attributes }: Pick<CustomerTable, "attributes">): {
  readonly names: readonly string[];
  readonly proposed: string | null;
} {
  const columns = attributes?.columns.filter(({ kind }) => kind === "yes_no") ?? [];
  const names = columns.map(({ name }) => name);
  return { names, proposed: names.find((name) => LIKE_CONSENT.test(name)) ?? null };
}

/**
 * Whether the customer of a row has agreed: only a yes counts, and what is not known does not. Null where nobody is
 * asked. Throws a UserError if the model does not know the attribute: then nobody's consent is known.
 */
export function consentTest(
  { attributes }: Pick<CustomerTable, "attributes">,
  consent: Consent | null,
): ((row: number) => boolean) | null {
  if (consent === null || "confirmed" in consent) return null;
  const { attribute } = consent;
  if (attributes?.column(attribute)?.kind !== "yes_no")
    throw new UserError(
      `The model has no yes/no attribute ${attribute}, so nobody's consent is known and nothing was sent. Upload the customers with it and train, or choose another.`,
    );
  const values = attributes.values(attribute) as { readonly numbers: Float64Array };
  return (row) => values.numbers[row] === 1;
}
