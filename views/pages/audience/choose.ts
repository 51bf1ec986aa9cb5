import { adviceOf } from "../../../src/answers/advice";
import { type ChosenAudience, chooseCustomers } from "../../../src/answers/audience";
import type { CustomerFilter } from "../../../src/answers/customer-selection";
import { askedCustomers } from "../../../src/api/asked-customers";
import type { ApiContext } from "../../../src/api/context";
import { UserError } from "../../../src/errors";
import { type ContactTerms, checkContactTerms } from "../../../src/models/contact/action-value";
import type { Advice } from "../../../src/models/contact/advice";
import { type AudienceQuery, audienceTerms, mostOf } from "../../forms/audience-query";
import { readFilter } from "../../forms/customer-filter";
import type { ShownModel } from "../../model-page";

/** The customers in an audience, and what contacting them is expected to bring. */
export interface AskedAudience extends ChosenAudience {
  readonly query: AudienceQuery;
  readonly filter: CustomerFilter;
  readonly advice: Advice;
  /** As asked for; they may be invalid. */
  readonly terms: ContactTerms;
  /** Why the terms are invalid; the advice is on the usual terms then. */
  readonly wrongTerms: string | null;
  readonly most: number | null;
  /** Also those whom a contact does not pay for. */
  readonly everyone: boolean;
}

/** Chooses from an open model as the query says: only customers whom a contact pays for, unless it asks for everyone. */
export async function chooseAudience(
  context: Pick<ApiContext, "store" | "blobs">,
  tenant: string,
  { row, model, advice: usual }: ShownModel,
  query: AudienceQuery,
): Promise<AskedAudience> {
  const { filter, history } = await askedCustomers(context, tenant, row, model, readFilter(query).filter);
  const terms = audienceTerms(query, usual.terms);
  const wrongTerms = wordsOfWrong(terms);
  const advice = wrongTerms === null ? adviceOf(model, terms) : usual;
  const reach = { most: mostOf(query), everyone: query.everyone === "true" };
  const chosen = chooseCustomers(model.customers, filter, history, advice, reach);
  return { ...chosen, ...reach, query, filter, advice, terms, wrongTerms };
}

function wordsOfWrong(terms: ContactTerms): string | null {
  try {
    checkContactTerms(terms);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return "Costs must be 0 or more, the margin above 0% and at most 100%, and the other shares 0% to 100%. Correct them; until then you see your usual terms.";
  }
}
