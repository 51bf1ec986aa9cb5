import type { ContactTerms } from "../../src/models/contact/action-value";
import { FILTER_FIELDS } from "./customer-filter";

/** The fields that say what a contact costs and brings. */
export const TERM_FIELDS = [
  "contact_cost",
  "offer_cost",
  "margin_percent",
  "success_percent",
  "redeem_percent",
] as const;

/** What the address of the audience page says, as text. An empty field says nothing. */
export type AudienceQuery = Readonly<Partial<Record<(typeof AUDIENCE_FIELDS)[number], string>>>;

/** The fields that choose an audience. A campaign keeps them, and may keep nobody's name: it is chosen by no search. */
export const WHO_FIELDS = FILTER_FIELDS.filter((name) => name !== "q");

/** The terms of a contact are in per cent where they are shares. */
export const AUDIENCE_FIELDS = [...WHO_FIELDS, ...TERM_FIELDS, "most", "everyone", "model"] as const;

/** What was asked for, of a request's or a form's fields. */
export function audienceQuery(given: Readonly<Record<string, unknown>>): AudienceQuery {
  const asked = AUDIENCE_FIELDS.map((name) => [name, given[name]] as const);
  return Object.fromEntries(asked.filter(([, value]) => typeof value === "string" && value !== ""));
}

/** Fields that choose customers, as the customers page takes them. */
export function filterFields(query: AudienceQuery): Record<string, string> {
  const fields = [...WHO_FIELDS, "model" as const].map((name) => [name, query[name]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

/** What a contact costs and brings: what was asked for, else as usual. The terms may be invalid. */
export function audienceTerms(query: AudienceQuery, usual: ContactTerms): ContactTerms {
  const amount = (name: keyof AudienceQuery, otherwise: number) =>
    query[name] === undefined ? otherwise : Number(query[name]);
  const share = (name: keyof AudienceQuery, otherwise: number) =>
    query[name] === undefined ? otherwise : Number(query[name]) / 100;
  return {
    contactCost: amount("contact_cost", usual.contactCost),
    offerCost: amount("offer_cost", usual.offerCost),
    margin: share("margin_percent", usual.margin),
    successRate: share("success_percent", usual.successRate),
    redeemRate: share("redeem_percent", usual.redeemRate),
  };
}

/** The terms that were asked for, as the API takes them; those that are as usual are left out. */
export function askedTerms(query: AudienceQuery, terms: ContactTerms) {
  return {
    ...(query.contact_cost !== undefined && { contact_cost: terms.contactCost }),
    ...(query.offer_cost !== undefined && { offer_cost: terms.offerCost }),
    ...(query.margin_percent !== undefined && { margin: terms.margin }),
    ...(query.success_percent !== undefined && { success_rate: terms.successRate }),
    ...(query.redeem_percent !== undefined && { redeem_rate: terms.redeemRate }),
  };
}

/** At most so many customers; null: all. */
export function mostOf({ most }: AudienceQuery): number | null {
  const value = Number(most ?? NaN);
  return Number.isInteger(value) && value > 0 ? value : null;
}
