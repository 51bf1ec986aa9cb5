import {
  type AudienceFilter,
  audienceRows,
  contactProfits,
} from "../../../src/api/resources/audience/select";
import { UserError } from "../../../src/errors";
import { type ContactTerms, checkContactTerms } from "../../../src/models/action-value";
import { keepBest, type ProfitLadder, profitLadder } from "../../data/audience";
import { type AudienceQuery, audienceFilter, audienceTerms, mostOf } from "../../data/audience-query";
import type { ShownModel } from "../../model-page";
import type { PageInput } from "../../page";

/** Whom an audience is made of, and what contacting them is expected to bring. */
export interface ChosenAudience {
  readonly query: AudienceQuery;
  readonly filter: AudienceFilter;
  readonly terms: ContactTerms;
  /** Why the terms cannot be; no profit is known then. */
  readonly wrongTerms: string | null;
  /** All whom the filter lets through. */
  readonly rows: Int32Array;
  /** Of those: who is to be contacted. */
  readonly kept: Int32Array;
  readonly ladder: ProfitLadder | null;
  readonly most: number | null;
}

/** Chooses from an open model as the query says. */
export function chooseAudience(
  { model }: Pick<ShownModel, "model">,
  query: AudienceQuery,
  settings: PageInput["settings"],
): ChosenAudience {
  const { customers } = model;
  const filter = audienceFilter(query);
  const terms = audienceTerms(query, settings);
  const wrongTerms = wordsOfWrong(terms);
  const rows = audienceRows(customers, filter);
  const most = mostOf(query);
  const profit = wrongTerms === null ? contactProfits(customers, rows, terms) : null;
  return {
    query,
    filter,
    terms,
    wrongTerms,
    rows,
    kept: most === null || !profit ? rows : keepBest(rows, profit, most),
    ladder: profit && profitLadder(profit),
    most,
  };
}

function wordsOfWrong(terms: ContactTerms): string | null {
  try {
    checkContactTerms(terms);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return "A cost is 0 or more, the margin above 0% and at most 100%, the other shares 0% to 100%. Mend them to see what a contact brings.";
  }
}
