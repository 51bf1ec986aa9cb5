import type { ApiContext } from "../src/api/context";
import { NotFoundError } from "../src/api/errors";
import type { QualityWord } from "../src/models/evaluation";
import type { KnownModel } from "../src/store/models";
import type { Card } from "./model-page";

/** The tenant's model of this id. Throws the same words for one that is not there and for another tenant's. */
export function requireRecord({ store }: Pick<ApiContext, "store">, tenant: string, id: string): KnownModel {
  const row = store.models.find(tenant, id);
  if (!row) throw new NotFoundError("There is no such model. It may have been deleted.");
  return row;
}

/** A JSON file of a model's folder; null where the folder has none of this name. */
export async function readModelJson<T>(
  { blobs }: Pick<ApiContext, "blobs">,
  { artifactPrefix }: Pick<KnownModel, "artifactPrefix">,
  name: string,
): Promise<T | null> {
  const bytes = await blobs.read(`${artifactPrefix}/${name}`);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
}

/** What lists of models tell of each. Null: the card does not say. */
export interface ModelFacts {
  readonly asOf: string;
  readonly file: string;
  readonly sha256: string;
  readonly customers: number;
  readonly orders: number;
  readonly revenue: number;
  readonly seed: number;
  readonly effort: string | null;
  readonly churnHorizonDays: number;
  readonly spendHorizonDays: number;
  readonly missedChurnerCost: number;
  readonly falseAlarmCost: number;
  readonly segmentCounts: readonly number[];
  readonly churnQuality: QualityWord | null;
  readonly spendQuality: QualityWord | null;
  /** Day of the test, ISO; null where customers were held out instead. */
  readonly testDay: string | null;
  readonly testRows: number | null;
}

const MOST_REMEMBERED = 2000;
const remembered = new WeakMap<object, Map<string, ModelFacts>>();

/** The facts of a model's card, read once as long as the model stays as it is; null where its folder has no card. */
export async function modelFacts(
  context: Pick<ApiContext, "store" | "blobs">,
  row: KnownModel,
): Promise<ModelFacts | null> {
  const known = remembered.get(context.store) ?? new Map<string, ModelFacts>();
  remembered.set(context.store, known);
  const key = `${row.artifactPrefix} ${row.createdAt} ${row.revision}`;
  const found = known.get(key);
  if (found) return found;
  const card = await readModelJson<Card>(context, row, "model.json");
  if (!card) return null;
  const facts = factsOf(card);
  if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, facts);
  return facts;
}

export function factsOf(card: Card): ModelFacts {
  const { data, settings, churn, lifetime_value } = card;
  const tested = churn.heads.all.evaluation;
  return {
    asOf: card.as_of,
    file: data.file,
    sha256: data.sha256,
    customers: data.customers,
    orders: data.orders,
    revenue: data.revenue,
    seed: card.seed,
    effort: settings.effort ?? null,
    churnHorizonDays: churn.horizon_days,
    spendHorizonDays: lifetime_value.horizon_days,
    missedChurnerCost: settings.missed_churner_cost,
    falseAlarmCost: settings.false_alarm_cost,
    segmentCounts: settings.segment_counts,
    churnQuality: tested?.quality ?? null,
    spendQuality: lifetime_value.heads.all.evaluation?.quality ?? null,
    testDay: churn.protocol.folds.at(-1)?.test_cutoff ?? null,
    testRows: tested?.rows ?? null,
  };
}
