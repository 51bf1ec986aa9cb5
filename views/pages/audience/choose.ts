import { type ChosenAudience, chooseCustomers } from "../../../src/answers/audience";
import type { AudienceFilter } from "../../../src/answers/select";
import { UserError } from "../../../src/errors";
import { type ContactTerms, checkContactTerms } from "../../../src/models/contact/action-value";
import { type AudienceQuery, audienceFilter, audienceTerms, mostOf } from "../../forms/audience-query";
import type { ShownModel } from "../../model-page";
import type { PageInput } from "../../page";

/** The customers in an audience, and what contacting them is expected to bring. */
export interface AskedAudience extends ChosenAudience {
  readonly query: AudienceQuery;
  readonly filter: AudienceFilter;
  readonly terms: ContactTerms;
  /** Why the terms are invalid; no profit is known then. */
  readonly wrongTerms: string | null;
  readonly most: number | null;
}

/** Chooses from an open model as the query says. */
export function chooseAudience(
  { model }: Pick<ShownModel, "model">,
  query: AudienceQuery,
  settings: PageInput["settings"],
): AskedAudience {
  const filter = audienceFilter(query);
  const terms = audienceTerms(query, settings);
  const wrongTerms = wordsOfWrong(terms);
  const most = mostOf(query);
  const chosen = chooseCustomers(model.customers, filter, wrongTerms === null ? terms : null, most);
  return { ...chosen, query, filter, terms, wrongTerms, most };
}

function wordsOfWrong(terms: ContactTerms): string | null {
  try {
    checkContactTerms(terms);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return "Costs must be 0 or more, the margin above 0% and at most 100%, and the other shares 0% to 100%. Correct them to see what a contact brings.";
  }
}
