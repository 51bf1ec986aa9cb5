import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ColumnTable } from "arquero";
import { BASE_FEATURES } from "../customers/base-features";
import { InputError } from "../errors";
import { type Matrix, matrix } from "../learning/matrix";
import { recommendAction } from "../models/actions";
import { type GivenFeatures, withBaseRates, withWhatFollows } from "../models/base-rates";
import type { ChurnModel } from "../models/churn";
import { churnModelFromExplainer, type ExplainerState } from "../models/explainer";
import { HEAD_INPUTS, type Head } from "../models/heads";
import { type ModelCard, parseModelCard } from "../models/model-card";
import { OnnxModel } from "../models/onnx/session";
import { explainChurn, type Reason, topReasons } from "../models/reasons";
import { SEGMENTATION_FEATURES } from "../models/segmentation";
import { horizonColumn, spendOver } from "../models/spend-horizon";
import { tableOfArrow } from "./arrow-file";

/** The answer about one customer. Wire format; null where the model could not learn it. */
export interface Prediction {
  readonly customer_id: string | number | null;
  readonly segment: number;
  readonly segment_name: string;
  /** Probability of no order within the churn horizon, 0 to 1. */
  readonly churn_probability: number | null;
  /** Expected spend over the spend horizon, or over `ltv_horizon_days`, in the file's currency. */
  readonly ltv_estimate: number | null;
  /** The horizon that was asked for; absent where none was. */
  readonly ltv_horizon_days?: number;
  readonly recommended_action: string;
  /** What moved the churn probability most, largest first. */
  readonly reasons: readonly Reason[];
}

const REASONS = 3;

/** A model folder, opened for predictions. Call `close` when done: the ONNX runtime holds memory outside the heap. */
export class PredictionModel {
  readonly #rows: ReadonlyMap<string, number>;

  private constructor(
    readonly card: ModelCard,
    readonly customers: ColumnTable,
    readonly segmentation: OnnxModel,
    readonly churn: Readonly<Record<Head, OnnxModel>>,
    readonly spend: Readonly<Record<Head, OnnxModel>>,
    readonly explainers: Readonly<Record<Head, ChurnModel>>,
  ) {
    const ids = customers.array("CustomerID") as string[];
    this.#rows = new Map(ids.map((id, row) => [id, row]));
  }

  /** Opens the folder that a training wrote. Throws an InputError where it is none. */
  static async open(folder: string): Promise<PredictionModel> {
    const read = async (name: string) => {
      try {
        return await readFile(join(folder, name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        throw new InputError(
          `${folder} is no model folder: ${name} is missing. Give the folder that "train" printed.`,
        );
      }
    };
    const onnx = async (name: string, columns: number) => OnnxModel.load(await read(name), columns);
    const card = parseModelCard(await read("model.json"));
    const explainers = JSON.parse((await read("explainers.json")).toString()) as Record<Head, ExplainerState>;
    const all = HEAD_INPUTS.all.length;
    const base = HEAD_INPUTS.base.length;
    return new PredictionModel(
      card,
      tableOfArrow(await read("customers.arrow")),
      await onnx("segmentation.onnx", SEGMENTATION_FEATURES.length),
      { all: await onnx("churn.onnx", all), base: await onnx("churn_base.onnx", base) },
      { all: await onnx("ltv.onnx", all), base: await onnx("ltv_base.onnx", base) },
      { all: churnModelFromExplainer(explainers.all), base: churnModelFromExplainer(explainers.base) },
    );
  }

  /** The customer's row in the customer table; undefined for one that the model does not know. */
  rowOf(customerId: string): number | undefined {
    return this.#rows.get(customerId);
  }

  /** Whether the model has seen orders of this customer. */
  knows(customerId: string): boolean {
    return this.#rows.has(customerId);
  }

  /**
   * What the model says about a customer it knows, the expected spend over `horizonDays` (30 to 730) where given. Throws an
   * InputError for a customer it does not know.
   */
  async predictCustomer(customerId: string, horizonDays?: number): Promise<Prediction> {
    const row = this.#rows.get(customerId);
    if (row === undefined) {
      throw new InputError(
        `The model has no customer ${customerId}. It knows those with a kept order in the file it was trained on; for anybody else give the features.`,
      );
    }
    const [prediction] = await this.#predict(
      "all",
      this.#matrix(HEAD_INPUTS.all, [row]),
      this.#matrix(this.card.segmentation.features, [row]),
    );
    const known = { ...prediction!, customer_id: this.#wireId(customerId) };
    return horizonDays === undefined
      ? known
      : this.#over(horizonDays, known, (name) => this.#value(name, row));
  }

  /** What the model says about somebody who is described by base features; those left out are taken as not known. */
  async predictFeatures(given: Readonly<Record<string, unknown>>, horizonDays?: number): Promise<Prediction> {
    const features = checkFeatures(given);
    const x = matrix(
      1,
      BASE_FEATURES.length,
      Float64Array.from(BASE_FEATURES, (name) => features[name] ?? NaN),
    );
    const segmentationX = matrix(
      1,
      3,
      Float64Array.from(SEGMENTATION_FEATURES, (name) => features[name]!),
    );
    const [prediction] = await this.#predict("base", x, segmentationX);
    if (horizonDays === undefined) return prediction!;
    return this.withHorizon(prediction!, horizonDays);
  }

  /** Predictions for all known customers, in the order of the customer table. */
  async predictAll(horizonDays?: number): Promise<Prediction[]> {
    const rows = Array.from({ length: this.customers.numRows() }, (_, row) => row);
    const ids = this.customers.array("CustomerID") as string[];
    const predictions = await this.#predict(
      "all",
      this.#matrix(HEAD_INPUTS.all, rows),
      this.#matrix(this.card.segmentation.features, rows),
    );
    return predictions.map((prediction, row) => {
      const known = { ...prediction, customer_id: this.#wireId(ids[row]!) };
      return horizonDays === undefined ? known : this.withHorizon(known, horizonDays);
    });
  }

  async close(): Promise<void> {
    const models = [this.segmentation, ...Object.values(this.churn), ...Object.values(this.spend)];
    await Promise.all(models.map((model) => model.release()));
  }

  async #predict(head: Head, x: Matrix, segmentationX: Matrix): Promise<Prediction[]> {
    const segment = await this.segmentation.score(segmentationX);
    const churn = await this.churn[head].score(x);
    const spend = await this.spend[head].score(x);
    const explainer = this.explainers[head];
    const learnedFrom = head === "base" ? withBaseRates(x) : x;
    const explanation = explainChurn(explainer, learnedFrom);
    const { at_risk, worth_a_call } = this.card.actions;
    const rule = { atRisk: at_risk, worthACall: worth_a_call ?? Infinity };
    const returned = head === "all" ? HEAD_INPUTS.all.indexOf("return_rate") : -1;
    const summaries = new Map(this.card.segmentation.summary.map((summary) => [summary.segment, summary]));
    return Array.from(segment, (id, row) => {
      const { name, recommended_action } = summaries.get(id)!;
      // Who is only described has sent nothing back, as far as is known.
      const share = returned < 0 ? 0 : x.data[row * x.columns + returned]!;
      const kept = this.card.lifetime_value.spend === "net" ? spend[row]! : (1 - share) * spend[row]!;
      return {
        customer_id: null,
        segment: id,
        segment_name: name,
        churn_probability: knownOrNull(churn[row]!),
        ltv_estimate: knownOrNull(spend[row]!),
        recommended_action: recommendAction(rule, recommended_action, churn[row]!, kept, share),
        reasons: topReasons(explainer, learnedFrom, explanation, row, REASONS),
      };
    });
  }

  /**
   * A prediction of this model with its expected spend stretched to `horizonDays` (30 to 730): as the columns `ltv_30d` … tell of the
   * customer, or of all customers together for somebody whom the model does not know.
   */
  withHorizon(prediction: Prediction, horizonDays: number): Prediction {
    const row = prediction.customer_id === null ? undefined : this.#rows.get(String(prediction.customer_id));
    return this.#over(horizonDays, prediction, (name) =>
      row === undefined ? this.#total(name) : this.#value(name, row),
    );
  }

  #over(horizonDays: number, prediction: Prediction, column: (name: string) => number): Prediction {
    const asked = spendOver(horizonDays, (days) => column(horizonColumn(days)));
    const told = column("ltv_estimate");
    const factor = told > 0 ? asked / told : 1;
    return {
      ...prediction,
      ltv_estimate: prediction.ltv_estimate === null ? null : prediction.ltv_estimate * factor,
      ltv_horizon_days: horizonDays,
    };
  }

  #value(name: string, row: number): number {
    return (this.customers.array(name) as Float64Array)[row]!;
  }

  #total(name: string): number {
    return (this.customers.array(name) as Float64Array).reduce((sum, value) => sum + value, 0);
  }

  /** The id as the file writes it: a number where all are whole numbers, else text. */
  #wireId(id: string): string | number {
    return this.card.data.numeric_customer_ids ? Number(id) : id;
  }

  #matrix(names: readonly string[], rows: readonly number[]): Matrix {
    const x = matrix(rows.length, names.length);
    names.forEach((name, j) => {
      const column = this.customers.array(name) as Float64Array;
      rows.forEach((row, i) => {
        x.data[i * names.length + j] = column[row]!;
      });
    });
    return x;
  }
}

/** The features that a caller typed in, checked; throws an InputError that lists everything that is wrong. */
function checkFeatures(given: Readonly<Record<string, unknown>>): GivenFeatures {
  const wrong: string[] = [];
  const known = new Set<string>(BASE_FEATURES);
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) wrong.push(`${name} is no feature`);
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

function knownOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
