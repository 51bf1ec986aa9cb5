import { knownOrNull } from "../figures";
import { churnModelFromExplainer, type ExplainerState } from "../models/churn/explainer";
import type { Reason } from "../models/churn/reasons";
import type { ContactTerms } from "../models/contact/action-value";
import { HEAD_INPUTS, type Head } from "../models/heads";
import { type ModelCard, parseModelCard } from "../models/model-card";
import { SEGMENTATION_FEATURES } from "../models/segments/segmentation-features";
import { modelFile, modelTable, modelTableIfThere } from "../pipeline/model-file";
import { adviceOf, ownTerms } from "./advice";
import { CustomerTable } from "./customer-table";
import { DamagedModelError } from "./damaged-model";
import { describedAdvice } from "./described-advice";
import { type BaseHead, checkFeatures, DescribedCustomers } from "./described-customer";
import { KnownCustomers } from "./known-customer";
import type { CustomerScores } from "./prediction";

/**
 * A model folder that is open for questions. Call `close` when done: the ONNX runtime holds memory outside the heap.
 */
export class OpenModel {
  readonly #known: KnownCustomers;
  /** Loaded at the first question about someone described: most models only answer about customers they know. */
  #base: Promise<{ readonly head: BaseHead; readonly described: DescribedCustomers }> | null = null;

  private constructor(
    readonly card: ModelCard,
    readonly customers: CustomerTable,
    known: KnownCustomers,
    private readonly loadBase: () => Promise<BaseHead>,
  ) {
    this.#known = known;
  }

  /** Opens a training's folder. Throws an InputError if it is not one. */
  static async open(folder: string): Promise<OpenModel> {
    const read = (name: string) => modelFile(folder, name);
    const card = parseModelCard(await read("model.json"));
    const explainers = JSON.parse((await read("explainers.json")).toString()) as Record<Head, ExplainerState>;
    const customers = new CustomerTable(
      await modelTable(folder, "customers.arrow"),
      card.data.numeric_customer_ids,
      await modelTableIfThere(folder, "people.arrow"),
      await modelTableIfThere(folder, "attributes.arrow"),
    );
    const known = new KnownCustomers(customers, churnModelFromExplainer(explainers.all));
    // Read now, because the files may go while the model is open.
    const files = {
      segmentation: await read("segmentation.onnx"),
      churn: await read("churn_base.onnx"),
      spend: await read("ltv_base.onnx"),
    };
    return new OpenModel(card, customers, known, async () => {
      // Only here: the runtime takes longer to load than all the rest of a model.
      const { OnnxModel } = await import("../models/onnx/session");
      return {
        card,
        segmentation: await OnnxModel.load(files.segmentation, SEGMENTATION_FEATURES.length),
        churn: await OnnxModel.load(files.churn, HEAD_INPUTS.base.length),
        spend: await OnnxModel.load(files.spend, HEAD_INPUTS.base.length),
        explainer: churnModelFromExplainer(explainers.base),
      };
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
    const { described } = await this.#openBase();
    const judgement = await described.find(given);
    return { ...judgement, ...describedAdvice(this.card, given, judgement, terms) };
  }

  /** Opens what is otherwise opened at the first question about someone described. Throws if it is damaged. */
  async openAll(): Promise<void> {
    await this.#openBase();
  }

  async close(): Promise<void> {
    const base = await this.#base?.catch(() => null);
    if (!base) return;
    const { segmentation, churn, spend } = base.head;
    await Promise.all([segmentation, churn, spend].map((model) => model.release()));
  }

  #openBase() {
    this.#base ??= this.loadBase().then(
      (head) => ({ head, described: new DescribedCustomers(head) }),
      (error) => {
        this.#base = null;
        throw new DamagedModelError(error);
      },
    );
    return this.#base;
  }
}
