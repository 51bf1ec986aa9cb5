import type { DestinationAudience } from "../../src/destinations/settings";
import type { ContactTerms } from "../../src/models/contact/action-value";
import { type AudienceQuery, askedTerms, audienceTerms, mostOf } from "./audience-query";
import { readFilter } from "./customer-filter";

/** Whom a destination is for, as a form or an address of the audience page says it. Terms as usual stay the usual ones. */
export function audienceOfQuery(query: AudienceQuery, usual: ContactTerms): DestinationAudience {
  const { q: _, ...filter } = readFilter(query).filter;
  const asUsual = Object.values(askedTerms(ALL_TERMS, usual));
  const terms = Object.entries(askedTerms(ALL_TERMS, audienceTerms(query, usual)));
  return {
    ...filter,
    ...Object.fromEntries(terms.filter(([, value], i) => !Object.is(value, asUsual[i]))),
    ...(mostOf(query) !== null && { most: mostOf(query)! }),
    ...(query.everyone === "true" && { everyone: true }),
  };
}

const ALL_TERMS = {
  contact_cost: "",
  offer_cost: "",
  margin_percent: "",
  success_percent: "",
  redeem_percent: "",
} as const;

/** The same as the fields of a form, and the address of the audience page. */
export function queryOfAudience(audience: DestinationAudience): AudienceQuery {
  const { margin, success_rate, redeem_rate, everyone, ...others } = audience;
  const percent = (share: number | undefined) =>
    share === undefined ? undefined : Math.round(share * 10_000) / 100;
  const fields = {
    ...others,
    margin_percent: percent(margin),
    success_percent: percent(success_rate),
    redeem_percent: percent(redeem_rate),
    everyone: everyone || undefined,
  };
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}
