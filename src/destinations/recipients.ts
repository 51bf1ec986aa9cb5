import type { CustomerTable } from "../answers/customer-table";
import { MAIL_ADDRESS } from "../config";
import { number } from "../figures";

/** What a customer must have to be in a file. */
export interface Needs {
  /** The tool knows people by their address. */
  readonly email: boolean;
  /** The tool learns from what each is expected to spend. */
  readonly value: boolean;
  /** Whether the customer of a row has agreed; null: nobody is asked for consent. */
  readonly consent: ((row: number) => boolean) | null;
}

/** How many were left out, each for the first reason that applies. */
export interface LeftOut {
  readonly no_consent: number;
  readonly no_address: number;
  /** Another customer before them has the same address, which tools take for the same person. */
  readonly same_address: number;
  readonly no_value: number;
}

/** Those of the chosen customers who can be told to a tool, and who cannot. */
export function recipientsAmong(
  customers: CustomerTable,
  chosen: Int32Array,
  needs: Needs,
): { readonly rows: Int32Array; readonly left: LeftOut } {
  const left = { no_consent: 0, no_address: 0, same_address: 0, no_value: 0 };
  const spend = needs.value ? customers.numbers("ltv_estimate") : null;
  const seen = new Set<string>();
  const lacks = (row: number): keyof LeftOut | null => {
    if (needs.consent && !needs.consent(row)) return "no_consent";
    if (needs.email) {
      const email = customers.people.email(row)?.trim().toLowerCase();
      if (!email || !MAIL_ADDRESS.test(email)) return "no_address";
      if (seen.has(email)) return "same_address";
      seen.add(email);
    }
    return spend && Number.isNaN(spend[row]!) ? "no_value" : null;
  };
  const rows = chosen.filter((row) => {
    const reason = lacks(row);
    if (reason !== null) left[reason]++;
    return reason === null;
  });
  return { rows, left };
}

/** In words, as the end of a sentence: `40 without consent, 12 without an address`; nothing if nobody was left out. */
export function leftOutWords({ no_consent, no_address, same_address, no_value }: LeftOut): string {
  const words = [
    no_consent > 0 && `${number.format(no_consent)} without consent`,
    no_address > 0 && `${number.format(no_address)} without an e-mail address`,
    same_address > 0 && `${number.format(same_address)} with the address of another`,
    no_value > 0 && `${number.format(no_value)} without an expected spend`,
  ];
  return words.filter(Boolean).join(", ");
}
