import { HEAD_FEATURES } from "../../../models/heads";
import type { Reason } from "../../../models/reasons";
import type { Prediction, PredictionModel } from "../../../pipeline/predict";
import { knownOrNull, reasonFinder } from "./reasons";

/** Customers whose answers are kept once they were asked for; about 1 KB each. */
const MOST_REMEMBERED = 20_000;

/**
 * The model's answers about the customers it knows. Their scores were made at the training by the model's ONNX files and lie in its
 * customer table, so that a look-up is all it takes; only the reasons are worked out, at the first question about a customer.
 */
export class CustomerAnswers {
  readonly #rows: ReadonlyMap<string, number>;
  readonly #features: readonly Float64Array[];
  readonly #segment: ArrayLike<number>;
  readonly #segmentName: ArrayLike<string>;
  readonly #churn: ArrayLike<number>;
  readonly #spend: ArrayLike<number>;
  readonly #action: ArrayLike<string>;
  /** By the row, in the order of their making. */
  readonly #remembered = new Map<number, Prediction>();
  readonly #findReasons: ReturnType<typeof reasonFinder>;
  readonly #ids: ArrayLike<string>;

  constructor(private readonly model: PredictionModel) {
    // The table copies a column each time that it is asked for one.
    const column = <T>(name: string) => model.customers.array(name) as ArrayLike<T>;
    this.#ids = column("CustomerID");
    this.#rows = new Map(Array.from(this.#ids, (id, row) => [id, row]));
    this.#features = HEAD_FEATURES.all.map((name) => Float64Array.from(column<number>(name)));
    this.#segment = column("segment");
    this.#segmentName = column("segment_name");
    this.#churn = column("churn_probability");
    this.#spend = column("ltv_estimate");
    this.#action = column("recommended_action");
    this.#findReasons = reasonFinder(model.explainers.all);
  }

  /** Null for a customer that the model does not know. */
  find(customerId: string): Prediction | null {
    const row = this.#rows.get(customerId);
    if (row === undefined) return null;
    let answer = this.#remembered.get(row);
    if (!answer) {
      answer = this.#answer(row);
      if (this.#remembered.size === MOST_REMEMBERED)
        this.#remembered.delete(this.#remembered.keys().next().value!);
      this.#remembered.set(row, answer);
    }
    return answer;
  }

  #answer(row: number): Prediction {
    const id = this.#ids[row]!;
    return {
      customer_id: this.model.card.data.numeric_customer_ids ? Number(id) : id,
      segment: this.#segment[row]!,
      segment_name: this.#segmentName[row]!,
      churn_probability: knownOrNull(this.#churn[row]!),
      ltv_estimate: knownOrNull(this.#spend[row]!),
      recommended_action: this.#action[row]!,
      reasons: this.#reasons(row),
    };
  }

  #reasons(row: number): Reason[] {
    const data = Float64Array.from(this.#features, (column) => column[row]!);
    return this.#findReasons({ rows: 1, columns: data.length, data })[0]!;
  }
}
