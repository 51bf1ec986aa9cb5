import { churnModelFromExplainer, type ExplainerState } from "../models/churn/explainer";
import type { Reason } from "../models/churn/reasons";
import { HEAD_INPUTS, type Head } from "../models/heads";
import { type ModelCard, parseModelCard } from "../models/model-card";
import { OnnxModel } from "../models/onnx/session";
import { SEGMENTATION_FEATURES } from "../models/segments/segmentation";
import { tableOfArrow } from "../pipeline/arrow-file";
import { modelFile } from "../pipeline/model-file";
import { CustomerTable } from "./customer-table";
import { type BaseHead, DescribedCustomers } from "./described-customer";
import { KnownCustomers } from "./known-customer";
import type { Prediction } from "./prediction";

/** A model folder, opened for questions. Call `close` when done: the ONNX runtime holds memory outside the heap. */
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

  /** Opens the folder that a training wrote. Throws an InputError where it is none. */
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

  /** What the model says about a customer it knows; null for one that it does not. */
  known(customerId: string): Prediction | null {
    return this.#known.find(customerId);
  }

  /** So many reasons for the customer's probability of leaving. */
  reasons(row: number, most: number): Reason[] {
    return this.#known.reasons(row, most);
  }

  /**
   * What the model says about somebody who is described by base features; those left out are taken as not known. Throws
   * an InputError that lists everything that is wrong with them.
   */
  described(features: Readonly<Record<string, unknown>>): Promise<Prediction> {
    return this.#described.find(features);
  }

  async close(): Promise<void> {
    const { segmentation, churn, spend } = this.base;
    await Promise.all([segmentation, churn, spend].map((model) => model.release()));
  }
}
