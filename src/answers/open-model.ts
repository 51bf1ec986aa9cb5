import { knownOrNull } from "../figures";
import { churnModelFromExplainer, type ExplainerState } from "../models/churn/explainer";
import type { Reason } from "../models/churn/reasons";
import type { ContactTerms } from "../models/contact/action-value";
import { HEAD_INPUTS, type Head } from "../models/heads";
import { type ModelCard, parseModelCard } from "../models/model-card";
import { OnnxModel } from "../models/onnx/session";
import { SEGMENTATION_FEATURES } from "../models/segments/segmentation";
import { tableOfArrow } from "../pipeline/arrow-file";
import { modelFile } from "../pipeline/model-file";
import { adviceOf, ownTerms } from "./advice";
import { CustomerTable } from "./customer-table";
import { describedAdvice } from "./described-advice";
import { type BaseHead, checkFeatures, DescribedCustomers } from "./described-customer";
import { KnownCustomers } from "./known-customer";
import type { CustomerScores } from "./prediction";

/**
 * A model folder that is open for questions. Call `close` when done: the ONNX runtime holds memory outside the heap.
 */
export class OpenModel {
  readonly #known: KnownCustomers;
  readonly #described: DescribedCustomers;

  private constructor(
    readonly card: ModelCard,
    readonly customers: CustomerTable,
    known: KnownCustomers,
    private readonly base: BaseHead,
  ) {
    this.#known = known;
    this.#described = new DescribedCustomers(base);
  }

  /** Opens a training's folder. Throws an InputError if it is not one. */
  static async open(folder: string): Promise<OpenModel> {
    const read = (name: string) => modelFile(folder, name);
    const card = parseModelCard(await read("model.json"));
    const explainers = JSON.parse((await read("explainers.json")).toString()) as Record<Head, ExplainerState>;
    const customers = new CustomerTable(
      tableOfArrow(await read("customers.arrow")),
      card.data.numeric_customer_ids,
    );
    const known = new KnownCustomers(customers, churnModelFromExplainer(explainers.all));
    const onnx = async (name: string, columns: number) => OnnxModel.load(await read(name), columns);
    return new OpenModel(card, customers, known, {
      card,
      segmentation: await onnx("segmentation.onnx", SEGMENTATION_FEATURES.length),
      churn: await onnx("churn_base.onnx", HEAD_INPUTS.base.length),
      spend: await onnx("ltv_base.onnx", HEAD_INPUTS.base.length),
      explainer: churnModelFromExplainer(explainers.base),
    });
  }

  /** The model's answer about a customer, with advice on these terms, its own by default; null for an unknown one. */
  known(customerId: string, terms?: ContactTerms): CustomerScores | null {
    const row = this.customers.rowOf(customerId);
    if (row === undefined) return null;
    const advice = adviceOf(this, terms);
    const { reasons, ...scores } = this.#known.find(row);
    return {
      ...scores,
      recommended_action: advice.action(row),
      reasons,
      expected_gain: knownOrNull(advice.gain[row]),
    };
  }

  /** This many reasons for the customer's probability of leaving. */
  reasons(row: number, most: number): Reason[] {
    return this.#known.reasons(row, most);
  }

  /**
   * The same about someone described by base features; missing ones count as unknown. Throws an InputError that lists
   * every problem with them.
   */
  async described(
    features: Readonly<Record<string, unknown>>,
    terms: ContactTerms = ownTerms(this.card),
  ): Promise<CustomerScores> {
    const given = checkFeatures(features);
    const judgement = await this.#described.find(given);
    return { ...judgement, ...describedAdvice(this.card, given, judgement, terms) };
  }

  async close(): Promise<void> {
    const { segmentation, churn, spend } = this.base;
    await Promise.all([segmentation, churn, spend].map((model) => model.release()));
  }
}
