import { BASE_FEATURES, type BaseFeature } from "../../../customers/base-features";
import { recommendAction } from "../../../models/actions";
import { type GivenFeatures, withBaseRates, withWhatFollows } from "../../../models/base-rates";
import { SEGMENTATION_FEATURES } from "../../../models/segmentation";
import type { Prediction, PredictionModel } from "../../../pipeline/predict";
import { knownOrNull, type Rows, reasonFinder } from "./reasons";

/** Rows that go through the models at once: one run must not hold up the next for long. */
const MOST_ROWS = 256;

interface Waiting {
  readonly features: GivenFeatures;
  resolve(answer: Prediction): void;
  reject(error: unknown): void;
}

/**
 * The model's answers about anybody who is described by base features. Questions that come while the models are at work are put to
 * them together, in one run each: a run of sixteen rows costs little more than a run of one.
 */
export class FeatureAnswers {
  #waiting: Waiting[] = [];
  #atWork = false;

  readonly #findReasons: ReturnType<typeof reasonFinder>;

  constructor(private readonly model: PredictionModel) {
    this.#findReasons = reasonFinder(model.explainers.base);
  }

  /** The caller keeps the model open until the answer is there. */
  find(features: GivenFeatures): Promise<Prediction> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ features, resolve, reject });
      if (!this.#atWork) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#atWork = true;
    // What else this turn of the event loop brings comes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.splice(0, MOST_ROWS);
      try {
        const given = rows.map(({ features }) => features);
        const answers = await score(this.model, given, this.#findReasons);
        rows.forEach(({ resolve }, i) => {
          resolve(answers[i]!);
        });
      } catch (error) {
        for (const { reject } of rows) reject(error);
      }
    }
    this.#atWork = false;
  }
}

async function score(
  model: PredictionModel,
  given: readonly GivenFeatures[],
  findReasons: ReturnType<typeof reasonFinder>,
): Promise<Prediction[]> {
  const x = rowsOf(BASE_FEATURES, given.map(withWhatFollows));
  const [segment, churn, spend] = await Promise.all([
    model.segmentation.score(rowsOf(SEGMENTATION_FEATURES, given)),
    model.churn.base.score(x),
    model.spend.base.score(x),
  ]);
  const reasons = findReasons(withBaseRates(x));
  const { at_risk, worth_a_call } = model.card.actions;
  const rule = { atRisk: at_risk, worthACall: worth_a_call ?? Infinity };
  const summaries = new Map(model.card.segmentation.summary.map((summary) => [summary.segment, summary]));
  return given.map((_, row) => {
    const { name, recommended_action } = summaries.get(segment[row]!)!;
    return {
      customer_id: null,
      segment: segment[row]!,
      segment_name: name,
      churn_probability: knownOrNull(churn[row]!),
      ltv_estimate: knownOrNull(spend[row]!),
      recommended_action: recommendAction(rule, recommended_action, churn[row]!, spend[row]!),
      reasons: reasons[row]!,
    };
  });
}

/** One row each, a column a name; NaN says that the value is not known. */
function rowsOf(names: readonly BaseFeature[], given: readonly GivenFeatures[]): Rows {
  const data = new Float64Array(given.length * names.length);
  given.forEach((features, row) => {
    names.forEach((name, j) => {
      data[row * names.length + j] = features[name] ?? NaN;
    });
  });
  return { rows: given.length, columns: names.length, data };
}
