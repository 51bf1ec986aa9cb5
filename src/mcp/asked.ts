import type { Static } from "@sinclair/typebox";
import { adviceOf, contactTerms } from "../answers/advice";
import { cleaningReportOf } from "../answers/model-files";
import type { OpenModel } from "../answers/open-model";
import type { ApiContext } from "../api/context";
import { requireModel } from "../api/resources/models";
import { chosenModel } from "../api/resources/predict/route";
import { ageOfScores } from "../models/churn/gates";
import type { ContactTerms } from "../models/contact/action-value";
import type { Advice } from "../models/contact/advice";
import type { ModelCard } from "../models/model-card";
import type { KnownModel } from "../store/models";
import { isoDay } from "../time";
import type { CleaningReport } from "../transactions/cleaning-report";
import { fileText } from "./file-text";
import type { About } from "./shapes";

/** Who asks, and where the answers come from. */
export interface Asked {
  readonly tenant: string;
  readonly parts: Pick<ApiContext, "store" | "blobs" | "models" | "log" | "now">;
}

/** A model that stays open until the question is answered. */
export interface AskedModel {
  readonly row: KnownModel;
  readonly model: OpenModel;
  readonly card: ModelCard;
  readonly about: Static<typeof About>;
  /** On the tenant's terms; the ones that are given come first. */
  terms(given?: { readonly [Term in keyof ContactTerms]?: number | undefined }): ContactTerms;
  advice(terms?: ContactTerms): Advice;
}

/** So many doubts about the reading are passed on. */
const MOST_WARNINGS = 10;

/**
 * Asks the model `modelId`, or the tenant's default. Throws the same errors as the API: a NotFoundError for an unknown
 * model and for another tenant's, a ConflictError if there is no default.
 */
export async function withModel<T>(
  { tenant, parts }: Asked,
  modelId: string | undefined,
  answer: (asked: AskedModel) => T | Promise<T>,
): Promise<T> {
  const row = requireModel(parts, tenant, chosenModel(parts, tenant, modelId));
  const settings = parts.store.tenants.settings(tenant);
  return parts.models.use(row, async (model) => {
    const { card } = model;
    const terms: AskedModel["terms"] = (given) => contactTerms(card, settings, given);
    return answer({
      row,
      model,
      card,
      about: await aboutOf({ tenant, parts }, row, model),
      terms,
      advice: (own) => adviceOf(model, own ?? terms()),
    });
  });
}

async function aboutOf({ tenant, parts }: Asked, row: KnownModel, model: OpenModel) {
  const { card } = model;
  const cleaning = await cleaningOf(parts, row, model);
  const set = parts.store.tenants.settings(tenant).currency;
  const setCurrency = typeof set === "string" ? set : null;
  const newest = parts.store.models.newest(tenant);
  const age = ageOfScores(Date.parse(card.as_of), parts.now());
  const doubts = [
    ...(newest && newest.id !== row.id
      ? [`A model with newer orders, or trained later on the same, has the id ${newest.id}.`]
      : []),
    ...(cleaning?.currency && setCurrency && cleaning.currency !== setCurrency
      ? [
          `Amounts are in ${cleaning.currency}, as the model was trained, although the settings now say ${setCurrency}. Train again to count in ${setCurrency}.`,
        ]
      : []),
    ...(age ? [age.text] : []),
    ...card.limitations.map(({ text }) => text),
    ...(cleaning?.warnings ?? []).slice(0, MOST_WARNINGS).map(({ message }) => fileText(message, 500)),
  ];
  return {
    model_id: row.id,
    model_name: fileText(row.name),
    as_of: isoDay(Date.parse(card.as_of)),
    currency: cleaning?.currency ?? setCurrency,
    customers: model.customers.rows,
    churn_horizon_days: card.churn.horizon_days,
    spend_horizon_days: card.lifetime_value.horizon_days,
    doubts,
  };
}

const cleanings = new WeakMap<OpenModel, Promise<CleaningReport | null>>();

/** How the model's files were read; looked up once as long as the model is open. */
function cleaningOf(parts: Asked["parts"], row: KnownModel, model: OpenModel) {
  const known = cleanings.get(model) ?? cleaningReportOf(parts, row);
  cleanings.set(model, known);
  return known;
}
