import type { AudienceFilter } from "../../src/answers/select";
import type { ContactTerms } from "../../src/models/contact/action-value";
import { isMoveKey } from "../../src/models/contact/moves";
import { RFM_GROUPS } from "../../src/models/segments/rfm-groups";

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

/** The fields that choose customers, for a page, an audience and an export alike. */
export const FILTER_FIELDS = [
  "segment",
  "rfm_group",
  "min_churn",
  "max_churn",
  "min_ltv",
  "max_ltv",
  "overdue",
  "pays",
  "move",
] as const;

/** The terms of a contact are in per cent where they are shares. */
export const AUDIENCE_FIELDS = [...FILTER_FIELDS, ...TERM_FIELDS, "most", "everyone", "model"] as const;

/** What was asked for, of a request's or a form's fields. */
export function audienceQuery(given: Readonly<Record<string, unknown>>): AudienceQuery {
  const asked = AUDIENCE_FIELDS.map((name) => [name, given[name]] as const);
  return Object.fromEntries(asked.filter(([, value]) => typeof value === "string" && value !== ""));
}

/** Fields that choose customers, as the customers page takes them. */
export function filterFields(query: AudienceQuery): Record<string, string> {
  const fields = [...FILTER_FIELDS, "model" as const].map((name) => [name, query[name]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

/** The customers asked for. Values that are not numbers in their range are ignored. */
export function audienceFilter(query: AudienceQuery): AudienceFilter {
  const number = (name: keyof AudienceQuery, most = Infinity) => {
    const value = Number(query[name] ?? NaN);
    return value >= 0 && value <= most ? value : undefined;
  };
  return {
    segment: Number.isInteger(number("segment")) ? number("segment") : undefined,
    rfm_group: RFM_GROUPS.find(({ name }) => name === query.rfm_group)?.name,
    min_churn: number("min_churn", 1),
    max_churn: number("max_churn", 1),
    min_ltv: number("min_ltv"),
    max_ltv: number("max_ltv"),
    overdue: flag(query.overdue),
    pays: flag(query.pays),
    move: isMoveKey(query.move) ? query.move : undefined,
  };
}

function flag(text: string | undefined): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
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

/** At most so many customers; null: all. */
export function mostOf({ most }: AudienceQuery): number | null {
  const value = Number(most ?? NaN);
  return Number.isInteger(value) && value > 0 ? value : null;
}
