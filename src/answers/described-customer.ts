import { BASE_FEATURES, type BaseFeature } from "../customers/base-features";
import { InputError } from "../errors";
import { knownOrNull } from "../figures";
import { type Matrix, matrix } from "../learning/matrix";
import type { ChurnModel } from "../models/churn/churn";
import type { ModelCard } from "../models/model-card";
import type { OnnxModel } from "../models/onnx/session";
import { SEGMENTATION_FEATURES } from "../models/segments/segmentation-features";
import { type GivenFeatures, withBaseRates, withWhatFollows } from "../models/spend/base-rates";
import type { Judgement } from "./prediction";
import { reasonFinder } from "./reasons";

/** What we can say about someone from base features alone. */
export interface BaseHead {
  readonly card: ModelCard;
  readonly segmentation: OnnxModel;
  readonly churn: OnnxModel;
  readonly spend: OnnxModel;
  readonly explainer: ChurnModel;
}

/** Rows per run of the models: one run must not delay the next for long. */
const MOST_ROWS = 256;

interface Waiting {
  readonly features: GivenFeatures;
  resolve(answer: Judgement): void;
  reject(error: unknown): void;
}

/**
 * The model's answers about anyone described by base features. Questions that arrive while the models are busy share
 * the next run: sixteen rows cost little more than one.
 */
export class DescribedCustomers {
  #waiting: Waiting[] = [];
  #atWork = false;

  readonly #findReasons: ReturnType<typeof reasonFinder>;

  constructor(private readonly head: BaseHead) {
    this.#findReasons = reasonFinder(head.explainer);
  }

  /** The caller keeps the model open until the answer is there. */
  find(features: GivenFeatures): Promise<Judgement> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ features, resolve, reject });
      if (!this.#atWork) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#atWork = true;
    // Collects whatever else this turn of the event loop brings.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.splice(0, MOST_ROWS);
      try {
        const given = rows.map(({ features }) => features);
        const answers = await score(this.head, given, this.#findReasons);
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
  { card, segmentation, churn: churnModel, spend: spendModel }: BaseHead,
  given: readonly GivenFeatures[],
  findReasons: ReturnType<typeof reasonFinder>,
): Promise<Judgement[]> {
  const x = rowsOf(BASE_FEATURES, given);
  const [segment, churn, spend] = await Promise.all([
    segmentation.score(rowsOf(SEGMENTATION_FEATURES, given)),
    churnModel.score(x),
    spendModel.score(x),
  ]);
  const reasons = findReasons(withBaseRates(x));
  const names = new Map(card.segmentation.summary.map(({ segment, name }) => [segment, name]));
  return given.map((_, row) => ({
    customer_id: null,
    segment: segment[row]!,
    segment_name: names.get(segment[row]!)!,
    churn_probability: knownOrNull(churn[row]!),
    ltv_estimate: knownOrNull(spend[row]!),
    reasons: reasons[row]!,
  }));
}

/** One row each, columns by name; NaN marks unknown values. */
function rowsOf(names: readonly BaseFeature[], given: readonly GivenFeatures[]): Matrix {
  const x = matrix(given.length, names.length);
  given.forEach((features, row) => {
    names.forEach((name, j) => {
      x.data[row * names.length + j] = features[name] ?? NaN;
    });
  });
  return x;
}

/** Checks the features that a caller sent, and adds what follows from them; throws an InputError that lists every problem. */
export function checkFeatures(given: Readonly<Record<string, unknown>>): GivenFeatures {
  const wrong: string[] = [];
  const known = new Set<string>(BASE_FEATURES);
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) wrong.push(`${name} is not a feature`);
    else if (typeof value !== "number" || !(value >= 0 && value < Infinity)) {
      wrong.push(`${name} is ${JSON.stringify(value)}, not a number of 0 or more`);
    }
  }
  for (const name of SEGMENTATION_FEATURES) if (!(name in given)) wrong.push(`${name} is missing`);
  if (wrong.length > 0) {
    throw new InputError(
      `These features cannot be used: ${wrong.join("; ")}. The features are ${BASE_FEATURES.join(", ")}.`,
    );
  }
  return withWhatFollows(given as GivenFeatures);
}
